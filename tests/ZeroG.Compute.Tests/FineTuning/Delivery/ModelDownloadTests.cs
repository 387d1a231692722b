using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning.Delivery;

/// <summary>A model received from the provider after 0G Storage failed; what is on disk at each end.</summary>
public sealed class ModelDownloadTests : IDisposable
{
    private static readonly Guid Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");
    private static readonly byte[] Model = [.. Enumerable.Range(0, 600_000).Select(i => (byte)(i * 7))];
    private static readonly ModelHash Keccak = ModelHash.Read(Hash256.Keccak(Model).Bytes, Id);
    private static readonly string Route = $"POST /v1/user/{DevelopmentAccounts.Addresses[0]}/task/{Id}/lora";

    private readonly TempFolder _folder = new();
    private readonly ScriptedProvider _http = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly FineTuningClient _client;

    public ModelDownloadTests() => _client = new FineTuningClient(
        DevelopmentAccounts.Addresses[1], new Uri("http://provider.example"), _wallet.Address, _wallet,
        new FineTuningClientOptions { TimeProvider = new SkippingTimeProvider(TimeSpan.FromSeconds(20)) }, _http);

    private string Target => _folder["model.bin"];

    public void Dispose()
    {
        _client.Dispose();
        _wallet.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_provider_is_asked_when_storage_does_not_have_it()
    {
        Give(Model);
        List<TransferProgress> seen = [];
        ReceivedModel model = await ReceiveAsync(Keccak, storage: Failing, progress: new ListProgress<TransferProgress>(seen));
        Assert.Equal(new ReceivedModel(Target, Model.Length, ModelSource.Provider, ModelHashKind.Keccak), model);
        Assert.Equal(Model, await File.ReadAllBytesAsync(Target, Cancelled));
        Assert.Contains(seen, step => step.Detail?.Contains("no storage today", StringComparison.Ordinal) == true);
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task The_storage_root_counts_as_well()
    {
        Give(Model);
        using FileSource bytes = FileSource.FromBytes(Model);
        Hash256 root = (await FileTree.BuildAsync(bytes, cancellationToken: Cancelled)).Root;
        ReceivedModel model = await ReceiveAsync(ModelHash.Read(root.Bytes, Id));
        Assert.Equal(ModelHashKind.StorageRoot, model.Hash);
    }

    [Fact]
    public async Task Storage_alone_means_storage_alone()
    {
        ModelDownloadOptions options = new() { Route = TransferRoute.Storage };
        Assert.Equal("ZgFileUnknown", (await FailsAsync(Keccak, options, Failing)).ErrorId);
        Assert.Equal("ZgNoStorageNodes", (await FailsAsync(Keccak, options)).ErrorId);
        Assert.Empty(_http.Requests);
    }

    [Fact]
    public async Task Another_file_than_the_chain_knows_is_not_kept()
    {
        Give([.. Model[..^1], 0]);
        ZeroGException failure = await FailsAsync(Keccak);
        Assert.Equal("ZgModelHashMismatch", failure.ErrorId);
        Assert.Equal(ErrorKind.SecurityError, failure.Kind);
        Assert.Contains("acknowledge nothing before that", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Another_file_than_the_chain_knows_is_kept_when_that_is_asked_for()
    {
        Give([1, 2, 3]);
        ReceivedModel model = await ReceiveAsync(Keccak, new ModelDownloadOptions { SkipHashCheck = true });
        Assert.Equal(ModelHashKind.None, model.Hash);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Target, Cancelled));
    }

    [Fact]
    public async Task A_model_that_is_there_is_not_received_again()
    {
        await File.WriteAllBytesAsync(Target, Model, Cancelled);
        ReceivedModel model = await ReceiveAsync(Keccak);
        Assert.Equal(ModelSource.Disk, model.Source);
        Assert.Empty(_http.Requests);
    }

    [Fact]
    public async Task Another_file_of_that_name_is_replaced_only_when_that_is_asked_for()
    {
        await File.WriteAllTextAsync(Target, "mine", Cancelled);
        Give(Model);
        Assert.Equal("ZgTargetExists", (await FailsAsync(Keccak)).ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(Target, Cancelled));
        await ReceiveAsync(Keccak, new ModelDownloadOptions { Overwrite = true });
        Assert.Equal(Model, await File.ReadAllBytesAsync(Target, Cancelled));
    }

    [Fact]
    public async Task What_an_earlier_run_received_is_used_and_thrown_away_when_it_is_wrong()
    {
        await File.WriteAllBytesAsync(Target + ".part", [9, 9, 9], Cancelled);
        Give(Model);
        ReceivedModel model = await ReceiveAsync(Keccak);
        Assert.Equal(ModelHashKind.Keccak, model.Hash);
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_run_that_breaks_leaves_no_file_of_that_name_and_the_next_goes_on()
    {
        bool isBroken = true;
        _http.On(Route, request =>
        {
            int from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
            Stream rest = isBroken ? new BrokenStream(Model[from..400_000]) : new MemoryStream(Model[from..]);
            StreamContent content = new(rest);
            content.Headers.ContentRange = new(from, Model.Length - 1, Model.Length);
            return new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = content };
        });

        Assert.Equal("ZgProviderUnreachable", (await FailsAsync(Keccak)).ErrorId);
        Assert.False(File.Exists(Target));
        Assert.Equal(400_000, new FileInfo(Target + ".part").Length);

        isBroken = false;
        await ReceiveAsync(Keccak);
        Assert.Equal("bytes=400000-", _http.Requests[^1].Range);
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Two_downloads_do_not_write_one_file()
    {
        await using FileStream other = new(Target + ".part", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal("ZgTargetBusy", (await FailsAsync(Keccak)).ErrorId);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Task<IFileFinder> Failing(CancellationToken cancellationToken) => throw new ZeroGException(
        "ZgFileUnknown", ErrorKind.ObjectNotFound, "There is no storage today. Try tomorrow.");

    private void Give(byte[] model) => _http.On(Route, request =>
    {
        long from = request.Headers.Range?.Ranges.Single().From ?? 0;
        ByteArrayContent content = new(model[(int)from..]);
        content.Headers.ContentRange = from > 0 ? new(from, model.Length - 1, model.Length) : null;
        return new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = content };
    });

    private Task<ReceivedModel> ReceiveAsync(
        ModelHash hash, ModelDownloadOptions? options = null, Func<CancellationToken, Task<IFileFinder>>? storage = null,
        IProgress<TransferProgress>? progress = null) =>
        new ModelDownload(_client, storage, options).ReceiveAsync(Id, hash, Target, progress, Cancelled);

    private Task<ZeroGException> FailsAsync(
        ModelHash hash, ModelDownloadOptions? options = null, Func<CancellationToken, Task<IFileFinder>>? storage = null) =>
        Assert.ThrowsAnyAsync<ZeroGException>(() => ReceiveAsync(hash, options, storage));
}
