using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests;

/// <summary>The official storage SDK, unmodified, against a whole network of ours.</summary>
public sealed class OfficialSdkTests(NodePackages packages) : IAsyncLifetime
{
    private readonly DevNet _network = new(new DevNetOptions { Name = $"interop-{Guid.NewGuid():N}" });
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Indexer => _network.Indexer!.Uri!.ToString();

    public async ValueTask InitializeAsync() => await _network.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Dispose();
    }

    // One sector, a part of a sector, the border of a segment, and more segments than one request carries.
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(262_145)]
    [InlineData(3_000_000)]
    public async Task Upload_ByTheSdk_IsReadBackByUsAndByTheSdk(int size)
    {
        string source = WriteRandom("source.bin", size);

        JsonElement uploaded = await packages.RunScriptAsync("upload.js", [Indexer, _network.Uri!.ToString(), source], EthersTests.DevelopmentKey);

        string root = uploaded.GetProperty("rootHash").GetString()!;
        using IndexerClient indexer = new(_network.Indexer!.Uri!);
        using NodeSet? nodes = await NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), Hash256.Parse(root), Cancel);
        DownloadResult ours = await new FileDownload(nodes!).ReceiveAsync(Hash256.Parse(root), _folder["ours.bin"], cancellationToken: Cancel);
        Assert.Equal(size, ours.Size);
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(_folder["ours.bin"]));

        await packages.RunScriptAsync("download.js", [Indexer, root, _folder["theirs.bin"]]);
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(_folder["theirs.bin"]));
    }

    private string WriteRandom(string name, int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }
}
