using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Nodes that keep files, and a folder to receive them in.</summary>
internal sealed class DownloadBench(params ScriptedNode[] nodes) : IDisposable
{
    private readonly List<TransferProgress> _reports = [];
    private long _sequence = 6;

    public DownloadBench()
        : this(new ScriptedNode())
    {
    }

    public TempFolder Folder { get; } = new();

    public IReadOnlyList<ScriptedNode> Nodes => nodes;

    public string Target => Folder["out.bin"];

    public string Partial => Folder["out.bin.download"];

    public IEnumerable<string> Warnings => _reports.Select(value => value.Warning).OfType<string>();

    /// <summary>The segments that were asked for, with or without proof, by (sequence, segment).</summary>
    public IEnumerable<(long Sequence, long Segment)> Asked => nodes.SelectMany(node => node.Calls)
        .Where(call => call.Method == "zgs_downloadSegmentWithProofByTxSeq")
        .Select(call => (call.Parameters[0].GetInt64(), call.Parameters[1].GetInt64()));

    /// <summary>Puts bytes on all nodes as one file.</summary>
    public async Task<Hash256> KeepAsync(byte[] bytes)
    {
        using FileSource source = FileSource.FromBytes(bytes);
        FileTree tree = await FileTree.BuildAsync(source);
        _sequence++;
        foreach (ScriptedNode node in nodes)
        {
            node.Keep(bytes, tree, _sequence);
        }

        return tree.Root;
    }

    /// <summary>Puts bytes on all nodes in fragments.</summary>
    public async Task<Hash256[]> KeepFragmentsAsync(byte[] bytes, int fragmentSize)
    {
        List<Hash256> roots = [];
        for (int start = 0; start < bytes.Length; start += fragmentSize)
        {
            roots.Add(await KeepAsync(bytes[start..Math.Min(start + fragmentSize, bytes.Length)]));
        }

        return [.. roots];
    }

    public async Task<FileDownload> OpenAsync(DownloadOptions? options = null)
    {
        NodeSet set = await NodeSet.FromNodesAsync(nodes.Select(node => node.Client));
        return new FileDownload(set, options);
    }

    public async Task<DownloadResult> ReceiveAsync(
        IReadOnlyList<Hash256> roots, DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(options)).ReceiveAsync(roots, Target, new ListProgress<TransferProgress>(_reports), cancellationToken);

    public async Task<ZeroGException> FailsAsync(string id, IReadOnlyList<Hash256> roots, DownloadOptions? options = null)
    {
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(roots, options));
        Assert.Equal(id, failure.ErrorId);
        return failure;
    }

    /// <summary>Receives until a node is asked for a segment, and is stopped there.</summary>
    public async Task StopAtAsync(IReadOnlyList<Hash256> roots, long segment, DownloadOptions options)
    {
        using CancellationTokenSource stop = new();
        foreach (ScriptedNode node in nodes)
        {
            node.Answering = (method, parameters) =>
            {
                if (method.StartsWith("zgs_downloadSegmentWithProof", StringComparison.Ordinal) && parameters[1].GetInt64() == segment)
                {
                    stop.Cancel();
                }

                return null;
            };
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReceiveAsync(roots, options with { ThrottleLimit = 1 }, stop.Token));
        foreach (ScriptedNode node in nodes)
        {
            node.Answering = (_, _) => null;
            node.Calls.Clear();
        }
    }

    public void Dispose()
    {
        foreach (ScriptedNode node in nodes)
        {
            node.Dispose();
        }

        Folder.Dispose();
    }
}
