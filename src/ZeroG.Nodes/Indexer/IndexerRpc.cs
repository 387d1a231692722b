using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Selection;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Indexer;

/// <summary>The <c>indexer_</c> methods (storage specification section 6.1) over trusted nodes; nobody is discovered.</summary>
internal sealed class IndexerRpc(IndexedNodes nodes) : IJsonRpcService
{
    private const string NotCovered = "cannot select a subset from the returned nodes that meets the replication requirement";

    public async ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "indexer_getShardedNodes":
                new ShardedNodes(await nodes.GetNodesAsync(cancellationToken).ConfigureAwait(false), []).Write(result);
                break;
            case "indexer_getSelectedNodes":
                Selection asked = Selection.Read(parameters);
                new ShardedNodes(Select(await nodes.GetNodesAsync(cancellationToken).ConfigureAwait(false), asked), []).Write(result);
                break;
            case "indexer_getNodeLocations":
                // Places of addresses come from a service on the internet; none is asked here.
                result.WriteStartObject();
                result.WriteEndObject();
                break;
            case "indexer_getFileLocations":
                await WriteLocationsAsync(new RpcParameters(parameters).Hash("root"), result, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw JsonRpcException.MethodNotFound(method);
        }
    }

    private static IReadOnlyList<IndexedNode> Select(IReadOnlyList<IndexedNode> candidates, Selection asked)
    {
        if (asked.Replicas == 0)
        {
            return [];
        }

        IEnumerable<IndexedNode> left = candidates.Where(node => !asked.Dropped.Contains(node.Url, StringComparer.OrdinalIgnoreCase));
        return ShardSelection.Select(left, node => node.Config, asked.Replicas, asked.Method)
            ?? throw new JsonRpcException(JsonRpcErrorCode.ServerError, NotCovered);
    }

    private async Task WriteLocationsAsync(Hash256 root, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        IReadOnlyList<(IndexedNode Node, FileInfo Info)> holders = await nodes.FindAsync(root, cancellationToken).ConfigureAwait(false);
        if (holders.Count == 0)
        {
            throw new JsonRpcException(JsonRpcErrorCode.ServerError, "file not found");
        }

        IndexedNode[] complete = [.. holders.Where(holder => holder.Info.Finalized).Select(holder => holder.Node)];
        if (ShardSelection.Covers(complete.Select(node => node.Config), replicas: 1))
        {
            IndexedNode.WriteList(result, complete);
        }
        else
        {
            result.WriteNullValue();
        }
    }

    private readonly record struct Selection(int Replicas, string Method, List<string> Dropped)
    {
        public static Selection Read(ReadOnlyMemory<byte> parameters)
        {
            RpcParameters reader = new(parameters);
            long replicas = reader.Count("expectedReplica");
            string method = reader.Text("method");

            // With nobody discovered, "trusted only" and "trusted as well" are the same.
            _ = reader.Boolean("fullTrusted");
            List<string> dropped = [];
            reader.OptionalValues("dropped", static (ref Utf8JsonReader item) => item.GetString()?.TrimEnd('/') ?? "", dropped);
            return replicas <= int.MaxValue
                ? new Selection((int)replicas, method, dropped)
                : throw RpcParameters.Invalid("expectedReplica", "more than there are nodes");
        }
    }
}
