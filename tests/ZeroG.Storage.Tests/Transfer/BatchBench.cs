using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Uploads of many files to one scripted node.</summary>
internal sealed class BatchBench : IDisposable
{
    public BatchBench(params ScriptedNode[] nodes)
    {
        Nodes = nodes.Length > 0 ? nodes : [new ScriptedNode()];
        Flow = new ScriptedFlow(Nodes);
        Journal = new SubmissionJournal(Folder.Path, 16602, ScriptedNode.Flow);
    }

    public TempFolder Folder { get; } = new();

    public ScriptedNode[] Nodes { get; }

    public ScriptedNode Node => Nodes[0];

    public ScriptedFlow Flow { get; }

    public SubmissionJournal Journal { get; }

    public static byte[] BytesOf(int number, int size = 300)
    {
        byte[] bytes = new byte[size];
        new Random(number).NextBytes(bytes);
        return bytes;
    }

    public static UploadItem ItemOf(int number, int size = 300) => ItemOf(number, BytesOf(number, size));

    public static UploadItem ItemOf(object key, byte[] bytes) => new(key, () => FileSource.FromBytes(bytes, $"{key}.bin"));

    public static async Task<Hash256> RootOfAsync(ReadOnlyMemory<byte> bytes)
    {
        using FileSource source = FileSource.FromBytes(bytes);
        return (await FileTree.BuildAsync(source)).Root;
    }

    /// <summary>A contract's refusal of a call that was tried out, as the client throws it.</summary>
    public static async Task<RevertException> RevertAsync(string reason)
    {
        AbiError error = AbiError.Parse("error Error(string reason)");
        using FakeRpcServer server = new FakeRpcServer().On(
            "eth_estimateGas",
            _ => throw new FakeRpcException(3, $"execution reverted: {reason}", $"\"{Hex.ToHex(error.Encode(reason))}\""));
        EthereumClient client = new(new JsonRpcClient(new Uri("http://chain.test"), null, server));
        return await Assert.ThrowsAsync<RevertException>(() => client.EstimateGasAsync(new CallMessage()));
    }

    public async Task<List<BatchUploadResult>> SendAsync(
        IEnumerable<UploadItem> items, UploadOptions? options = null, SubmissionJournal? journal = null,
        CancellationToken cancellationToken = default) =>
        await SendAsync(items.ToAsyncEnumerable(), options, journal, null, cancellationToken).ToListAsync(CancellationToken.None);

    public async IAsyncEnumerable<BatchUploadResult> SendAsync(
        IAsyncEnumerable<UploadItem> items, UploadOptions? options, SubmissionJournal? journal = null,
        IProgress<TransferProgress>? progress = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using NodeSet nodes = await NodeSet.FromNodesAsync(Nodes.Select(node => node.Client), mayFail: false, cancellationToken);
        BatchUpload upload = new(Flow, nodes, journal ?? Journal, options, new SkippingTimeProvider(TimeSpan.FromMinutes(1)));
        await foreach (BatchUploadResult result in upload.SendAsync(items, progress, cancellationToken))
        {
            yield return result;
        }
    }

    public void Dispose()
    {
        Journal.Dispose();
        Folder.Dispose();
        foreach (ScriptedNode node in Nodes)
        {
            node.Dispose();
        }
    }
}
