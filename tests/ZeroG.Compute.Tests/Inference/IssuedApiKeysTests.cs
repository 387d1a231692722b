using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Inference;

public sealed class IssuedApiKeysTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1767225600));
    private readonly IssuedApiKeys _keys;

    public IssuedApiKeysTests() => _keys = new IssuedApiKeys(_folder["api-keys.jsonl"], _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task IssueAsync_PassesOverRevokedAndLivingIds()
    {
        Assert.Equal(1, await IssueAsync(Key(), new TokenRevocations(0, 1)));
        Assert.Equal(2, await IssueAsync(Key(), new TokenRevocations(0, 1)));
        // Another user's ids are none of ours.
        Assert.Equal(1, await IssueAsync(Key() with { User = TestKeys.TeeSigner.Address }, new TokenRevocations(0, 1)));
        // So are those of a chain that began anew under the same id.
        Assert.Equal(1, await IssueAsync(Key() with { Chain = "31337-0x02" }, new TokenRevocations(0, 1)));
        // A new generation frees them.
        Assert.Equal(0, await IssueAsync(Key() with { Generation = 1 }, new TokenRevocations(1, 0)));
    }

    [Fact]
    public async Task IssueAsync_IdOfAKeyPastItsEnd_IsFree()
    {
        Assert.Equal(0, await IssueAsync(Key() with { ExpiresAt = _time.GetUtcNow().AddHours(1) }, default));
        Assert.Equal(1, await IssueAsync(Key(), default));
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(0, await IssueAsync(Key(), default));
        Assert.Equal([1, 0], (await _keys.GetAsync(Key(), TestContext.Current.CancellationToken)).Select(key => key.Id));
    }

    [Fact]
    public async Task IssueAsync_AllIdsIssued_SaysSo()
    {
        for (int i = 0; i < ApiKeyIds.Count; i++)
        {
            Assert.Equal(i, await IssueAsync(Key(), default));
        }

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => IssueAsync(Key(), default));
        Assert.Equal("ZgApiKeyIdsExhausted", refusal.ErrorId);
        // To share an id is the user's choice.
        Assert.Equal(7, (await _keys.IssueAsync(Key(), default, 7, TestContext.Current.CancellationToken)).Id);
    }

    [Fact]
    public async Task GetAsync_LineCutShort_IsPassedOver()
    {
        await IssueAsync(Key(), default);
        await File.AppendAllTextAsync(_folder["api-keys.jsonl"], "{\"contract\":\"0x", TestContext.Current.CancellationToken);

        Assert.Single(await _keys.GetAsync(Key(), TestContext.Current.CancellationToken));
        Assert.Equal(1, await IssueAsync(Key(), default));
        Assert.Equal(2, await IssueAsync(Key(), default));
    }

    private async Task<int> IssueAsync(IssuedApiKey key, TokenRevocations account) =>
        (await _keys.IssueAsync(key, account, null, TestContext.Current.CancellationToken)).Id;

    private IssuedApiKey Key() => new(
        Address.Zero, "31337-0x01", TestKeys.User.Address, TestKeys.Provider.Address, 0, 0, _time.GetUtcNow(), null);
}
