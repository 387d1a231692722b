using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Scripted nodes behind an indexer that chooses among them by the official rule.</summary>
internal sealed class ReplicaBench : IDisposable
{
    private readonly FakeRpcServer _indexerServer = new();

    public ReplicaBench(params ScriptedNode[] nodes)
    {
        Nodes = nodes;
        Flow = new ScriptedFlow(nodes);
        Journal = new SubmissionJournal(Folder.Path, 16602, ScriptedNode.Flow);
        Indexer = new IndexerClient(new Uri("http://indexer.test"), null, _indexerServer);
        _indexerServer.On("indexer_getSelectedNodes", Select);
    }

    public TempFolder Folder { get; } = new();

    public ScriptedNode[] Nodes { get; }

    public ScriptedFlow Flow { get; }

    public SubmissionJournal Journal { get; }

    public IndexerClient Indexer { get; }

    public List<TransferProgress> Reports { get; } = [];

    /// <summary>Nodes that the indexer has discovered and nobody trusts.</summary>
    public List<ScriptedNode> Discovered { get; } = [];

    /// <summary>What the indexer was asked to leave out, for each call.</summary>
    public IEnumerable<string> DroppedOfEachCall => _indexerServer.Calls
        .Where(call => call.Method == "indexer_getSelectedNodes")
        .Select(call => string.Join(' ', call.Parameters[3].EnumerateArray().Select(url => new Uri(url.GetString()!).Host)));

    /// <summary>Lets the indexer be one of before January 2026.</summary>
    public void MakeIndexerOld() => _indexerServer
        .On(
            "indexer_getSelectedNodes",
            _ => throw new FakeRpcException(-32601, "the method indexer_getSelectedNodes does not exist/is not available"))
        .On("indexer_getShardedNodes", _ => WireOf(Nodes));

    public Task<NodeSet> ChooseAsync(int replicas = 1, string method = SelectionMethod.Min) =>
        NodeSet.FromIndexerAsync(Indexer, Connect, replicas, method);

    public Task<NodeSet> NameAsync(int replicas, params ScriptedNode[] nodes) =>
        NodeSet.FromNodesAsync(nodes.Select(node => Connect(node.Uri)), replicas);

    public async Task<UploadResult> SendAsync(NodeSet nodes, UploadOptions? options = null)
    {
        using FileSource source = FileSource.FromBytes(UploadBench.File, "five.bin");
        FileUpload upload = new(Flow, nodes, Journal, options, new SkippingTimeProvider(TimeSpan.FromMinutes(1)));
        return await upload.SendAsync(source, new ListProgress<TransferProgress>(Reports));
    }

    public void Dispose()
    {
        Indexer.Dispose();
        Journal.Dispose();
        Folder.Dispose();
        foreach (ScriptedNode node in Nodes)
        {
            node.Dispose();
        }
    }

    private string Select(JsonElement parameters)
    {
        string[] dropped = [.. parameters[3].EnumerateArray().Select(url => url.GetString()!)];
        IEnumerable<ScriptedNode> known = Nodes.Where(node => !(parameters[2].GetBoolean() && Discovered.Contains(node)));
        IReadOnlyList<ScriptedNode>? chosen = ShardSelection.Select(
            known.Where(node => !dropped.Contains(node.Uri.OriginalString)), node => node.Shard, parameters[0].GetInt32(),
            parameters[1].GetString()!);
        return chosen is null
            ? throw new FakeRpcException(-32000, "cannot select a subset from the returned nodes that meets the replication requirement")
            : WireOf(chosen);
    }

    private static string WireOf(IEnumerable<ScriptedNode> nodes) =>
        "{\"trusted\":["
        + string.Join(',', nodes.Select(node => $$$"""
            {"url":"{{{node.Uri.OriginalString}}}","config":{"shardId":{{{node.Shard.ShardId}}},"numShard":{{{node.Shard.NumShard}}}}}
            """))
        + "],\"discovered\":null}";

    // One attempt, so that a node that is gone is noticed at once.
    private StorageNodeClient Connect(Uri uri) =>
        new(uri, JsonRpcClientOptions.Default with { MaxAttempts = 1 }, Nodes.Single(node => node.Uri.Host == uri.Host));
}
