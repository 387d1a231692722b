using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Storage.Files;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>A dataset on its way past 0G Storage.</summary>
public sealed class DatasetUploadTests : IDisposable
{
    private readonly ScriptedProvider _http = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly FileSource _dataset = FileSource.FromBytes("{\"text\":\"a\"}\n"u8.ToArray(), "data.jsonl");
    private readonly FineTuningClient _client;

    public DatasetUploadTests()
    {
        _http.On($"POST /v1/user/{_wallet.Address}/dataset", """{"datasetHash":"0xabc","message":"ok"}""");
        _client = new FineTuningClient(
            FakeContracts.Provider(1), new Uri("http://provider.example"), _wallet.Address, _wallet, handler: _http);
    }

    public void Dispose()
    {
        _client.Dispose();
        _wallet.Dispose();
        _http.Dispose();
        _dataset.Dispose();
    }

    [Fact]
    public async Task The_provider_takes_what_storage_does_not()
    {
        List<TransferProgress> seen = [];
        DatasetLocation place = await SendAsync(TransferRoute.Any, "ZgNoStorageNodes", seen);
        Assert.Equal(new DatasetLocation("0xabc", TransferRoute.Provider, TokenAmount.Zero), place);
        Assert.Contains(
            seen, step => step.Detail?.Contains("so that it goes to the provider. Storage is gone.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_provider_alone_is_asked_when_that_is_wanted()
    {
        DatasetLocation place = await SendAsync(TransferRoute.Provider, failure: null);
        Assert.Equal("0xabc", place.Hash);
    }

    [Theory]
    [InlineData(TransferRoute.Storage, "ZgNoStorageNodes")]
    [InlineData(TransferRoute.Any, "ZgTransactionPending")]
    [InlineData(TransferRoute.Any, "ZgFileChanged")]
    public async Task Where_money_may_be_under_way_nothing_else_is_tried(TransferRoute route, string failure)
    {
        ZeroGException thrown = await Assert.ThrowsAnyAsync<ZeroGException>(() => SendAsync(route, failure));
        Assert.Equal(failure, thrown.ErrorId);
        Assert.Empty(_http.Requests);
    }

    private Task<DatasetLocation> SendAsync(TransferRoute route, string? failure, List<TransferProgress>? seen = null)
    {
        Func<CancellationToken, Task<FileUpload>> storage = _ => failure is null
            ? throw new InvalidOperationException("Storage was not to be asked.")
            : throw new ZeroGException(failure, ErrorKind.ResourceUnavailable, "Storage is gone.");
        return new DatasetUpload(_client, storage, route).SendAsync(
            _dataset, new ListProgress<TransferProgress>(seen ?? []), TestContext.Current.CancellationToken);
    }
}
