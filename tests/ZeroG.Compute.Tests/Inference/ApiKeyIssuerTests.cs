using System.Numerics;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Tests.Providers;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>New API keys: whom they are for, how long, and under which id.</summary>
public sealed class ApiKeyIssuerTests : IDisposable
{
    // A chain of another id than 0G's own is told from others of that id by its first block.
    private const string Genesis = """
        {"number":"0x0","hash":"0x3c0a24577f19dca5a3c0a24577f19dca5a3c0a24577f19dca5a3c0a24577f19d","parentHash":
        "0x0000000000000000000000000000000000000000000000000000000000000000","timestamp":"0x1","gasLimit":"0x1","gasUsed":"0x0",
        "transactions":[],"baseFeePerGas":"0x7"}
        """;

    private readonly TempFolder _folder = new();
    private readonly FakeContracts _contracts = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_767_225_600));
    private readonly ApiKeyIssuer _issuer;

    public ApiKeyIssuerTests()
    {
        _contracts
            .On(FakeContracts.Inference, InferenceContract.ServiceExists, true)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetAccount, FineTuningErrors.AccountNotExists);
        _contracts.Server.On("eth_getBlockByNumber", Genesis);
        _issuer = new ApiKeyIssuer(_contracts.Client, TestKeys.User, new IssuedApiKeys(_folder["keys"], _time), _time);
    }

    public void Dispose()
    {
        _contracts.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Issue_OneAfterTheOther_GivesEachItsOwnIdPastTheRevoked()
    {
        Account(TestServices.Account(generation: 4, revoked: 0b10));

        SessionToken first = await _issuer.IssueAsync(TestServices.Provider, null, null);
        SessionToken second = await _issuer.IssueAsync(TestServices.Provider, null, TimeSpan.FromHours(1));

        Assert.Equal((0, 2), (first.Id, second.Id));
        Assert.Equal(new BigInteger(4), second.Generation);
        Assert.Null(first.ExpiresAt);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), second.ExpiresAt);
        Assert.True(second.IsSignedByUser());
        Assert.Equal(TestServices.Provider, second.Provider);
    }

    [Theory]
    [InlineData(1, "ZgApiKeyIdRevoked")]
    [InlineData(255, "ZgApiKeyIdInvalid")]
    [InlineData(-1, "ZgApiKeyIdInvalid")]
    public async Task Issue_AnIdThatWouldBeDead_IsRefused(int id, string errorId)
    {
        Account(TestServices.Account(revoked: 0b10));

        Assert.Equal(errorId, (await RefusalAsync(id)).ErrorId);
    }

    [Fact]
    public async Task Issue_AllIdsRevoked_SaysHowToFreeThem()
    {
        Account(TestServices.Account(revoked: (BigInteger.One << 255) - 1));

        ZeroGException refusal = await RefusalAsync(null);

        Assert.Equal("ZgApiKeyIdsExhausted", refusal.ErrorId);
        Assert.Contains("Revoke-ZgApiKey -All", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_ForAProviderNotAcknowledged_IsRefused()
    {
        Account(TestServices.Account(acknowledged: false));

        ZeroGException refusal = await RefusalAsync(null);

        Assert.Equal("ZgProviderNotAcknowledged", refusal.ErrorId);
        Assert.StartsWith($"You have not acknowledged {TestServices.Provider}. Acknowledge it", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("the provider notices within about two minutes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_WithoutASubAccount_IsRefused()
    {
        _contracts.Refuse(FakeContracts.Inference, InferenceContract.GetAccount, InferenceErrors.AccountNotExists);

        ZeroGException refusal = await RefusalAsync(null);

        Assert.Equal("ZgSubAccountMissing", refusal.ErrorId);
        Assert.Equal($"No sub-account with {TestServices.Provider} for inference. Transfer funds to it first.", refusal.Message);
    }

    [Fact]
    public async Task Issue_ForNobody_IsRefused()
    {
        _contracts
            .On(FakeContracts.Inference, InferenceContract.ServiceExists, false)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetService, FineTuningErrors.ServiceNotExist);

        Assert.Equal("ZgProviderUnknown", (await RefusalAsync(null)).ErrorId);
    }

    [Fact]
    public async Task Living_AmongIdsToRevoke_AreThoseNotRevokedYet()
    {
        Account(TestServices.Account(revoked: 0b1000));

        Assert.Equal([1, 2], await LivingAsync(2, 1, 3, 2));
        Assert.Empty(await LivingAsync(3));
        Assert.Equal("ZgApiKeyIdInvalid", (await Assert.ThrowsAsync<ZeroGException>(() => LivingAsync(1, 256))).ErrorId);
    }

    private Task<IReadOnlyList<byte>> LivingAsync(params int[] ids) =>
        ApiKeyRevocation.LivingAsync(_contracts.Client, FakeContracts.User, TestServices.Provider, ids);

    private void Account(object?[] account) => _contracts.On(FakeContracts.Inference, InferenceContract.GetAccount, account);

    private Task<ZeroGException> RefusalAsync(int? id) =>
        Assert.ThrowsAsync<ZeroGException>(() => _issuer.IssueAsync(TestServices.Provider, id, null));
}
