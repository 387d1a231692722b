using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests;

/// <summary>A network of ours, with an official SDK and our own client as its users.</summary>
internal sealed class SdkNetwork(NodePackages packages, int nodes = 1, int shards = 1) : IAsyncDisposable
{
    private readonly DevNet _network = new(
        new DevNetOptions { Name = $"interop-{Guid.NewGuid():N}", StorageNodeCount = nodes, ShardCount = shards });

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Indexer => _network.Indexer!.Uri!.ToString();

    public Task StartAsync() => _network.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A file of random bytes, the same for the same size.</summary>
    public string Write(int size)
    {
        string path = _folder[$"source-{size}.bin"];
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The SDK sends a file.</summary>
    public async Task<Hash256> SendByAsync(string sdk, string path, int? replicas = null)
    {
        string[] arguments = [sdk, Indexer, _network.Uri!.ToString(), path, .. replicas is { } count ? new[] { $"{count}" } : []];
        JsonElement uploaded = await packages.RunScriptAsync("upload.js", arguments, EthersTests.DevelopmentKey);
        return Hash256.Parse(uploaded.GetProperty("rootHash").GetString()!);
    }

    /// <summary>The SDK reads a file back and proves each segment of it.</summary>
    public async Task<byte[]> ReceiveByAsync(string sdk, Hash256 root)
    {
        string target = _folder[$"{Guid.NewGuid():N}.bin"];
        await packages.RunScriptAsync("download.js", [sdk, Indexer, root.ToString(), target]);
        return await File.ReadAllBytesAsync(target, Cancel);
    }

    /// <summary>The root that the SDK computes.</summary>
    public async Task<Hash256> RootByAsync(string sdk, string path) =>
        Hash256.Parse((await packages.RunScriptAsync("root.js", [sdk, path])).GetProperty("root").GetString()!);

    /// <summary>The SDK encrypts and sends a file.</summary>
    /// <param name="sdk">The package.</param>
    /// <param name="path">The file.</param>
    /// <param name="fragmentSize">Above this size it is cut.</param>
    /// <param name="type">How the SDK calls the way of encryption.</param>
    /// <param name="key">The key, or the public key of the reader.</param>
    public async Task<IReadOnlyList<Hash256>> SendEncryptedByAsync(string sdk, string path, int fragmentSize, string type, string key)
    {
        string[] arguments = [sdk, Indexer, _network.Uri!.ToString(), path, $"{fragmentSize}", type, key];
        JsonElement roots = await packages.RunScriptAsync("upload-encrypted.js", arguments, EthersTests.DevelopmentKey);
        return [.. roots.EnumerateArray().Select(root => Hash256.Parse(root.GetString()!))];
    }

    /// <summary>The SDK reads a file back and decrypts it, with the key or with that of the development account.</summary>
    public async Task<(int Version, byte[] Content)> ReceiveDecryptedByAsync(string sdk, IEnumerable<Hash256> roots, string? key)
    {
        string target = _folder[$"{Guid.NewGuid():N}.bin"];
        string[] arguments = [sdk, Indexer, string.Join(',', roots), target, .. key is null ? [] : new[] { key }];
        JsonElement result = await packages.RunScriptAsync("download-decrypted.js", arguments, EthersTests.DevelopmentKey);
        return (result.GetProperty("version").GetInt32(), await File.ReadAllBytesAsync(target, Cancel));
    }

    /// <summary>We encrypt and send a file.</summary>
    public Task<UploadResult> SendEncryptedAsync(string path, int fragmentSize, EncryptionKey key)
    {
        EncryptedFile file = new(() => FileSource.Open(path), key, new EncryptionRecords(_folder["encrypted"]));
        return SendAsync(file.Open, 1, new UploadOptions { FragmentSize = fragmentSize });
    }

    /// <summary>We send a file.</summary>
    public Task<UploadResult> SendAsync(string path, int replicas = 1) => SendAsync(() => FileSource.Open(path), replicas, null);

    private async Task<UploadResult> SendAsync(Func<FileSource> open, int replicas, UploadOptions? options)
    {
        using JsonRpcClient rpc = new(_network.Uri!);
        EthereumClient chain = new(rpc);
        using Wallet wallet = DevNet.OpenWallet();
        FlowClient flow = new(_network.Network!, chain, new TransactionSender(chain, wallet, _network.Network!));
        using SubmissionJournal journal = new(_folder["journal"], flow.ChainId, flow.Address);
        using IndexerClient indexer = new(_network.Indexer!.Uri!);
        using NodeSet chosen =
            await NodeSet.FromIndexerAsync(indexer, uri => new StorageNodeClient(uri), replicas, cancellationToken: Cancel);
        using FileSource file = open();
        return await new FileUpload(flow, chosen, journal, options).SendAsync(file, cancellationToken: Cancel);
    }

    /// <summary>We read a file back.</summary>
    public Task<byte[]> ReceiveAsync(Hash256 root) => ReceiveAsync([root], null);

    /// <summary>We read a file back from its fragments and decrypt it.</summary>
    public async Task<byte[]> ReceiveAsync(IReadOnlyList<Hash256> roots, DecryptionKeys? keys)
    {
        string target = _folder[$"{Guid.NewGuid():N}.bin"];
        using IndexerClient indexer = new(_network.Indexer!.Uri!);
        using NodeSet? holders = await NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), roots[0], Cancel);
        await new FileDownload(holders!, new DownloadOptions { Decryption = keys }).ReceiveAsync(roots, target, cancellationToken: Cancel);
        return await File.ReadAllBytesAsync(target, Cancel);
    }
}
