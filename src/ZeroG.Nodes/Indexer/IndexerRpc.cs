using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Indexer;

/// <summary>The <c>indexer_</c> methods (storage specification section 6.1).</summary>
internal sealed class IndexerRpc(
    TrustedNodes trusted, DiscoveredNodes discovered, FileHolders files, NodePlaces places, CancellationToken stopping) : IJsonRpcService
{
    public async ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "indexer_getShardedNodes":
                new ShardedNodes(await trusted.GetNodesAsync(cancellationToken).ConfigureAwait(false), discovered.Nodes).Write(result);
                break;
            case "indexer_getSelectedNodes":
                NodeSelection asked = NodeSelection.Read(parameters);
                asked.From(await trusted.GetNodesAsync(cancellationToken).ConfigureAwait(false), discovered.Nodes).Write(result);
                break;
            case "indexer_getNodeLocations":
                IEnumerable<string> urls = trusted.Uris.Select(NodeAccess.UrlOf).Concat(discovered.Nodes.Select(node => node.Url));
                NodePlace.WriteMap(result, places.Of(urls));
                break;
            case "indexer_getFileLocations":
                await WriteHoldersAsync(new RpcParameters(parameters).Hash("root"), result, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw JsonRpcException.MethodNotFound(method);
        }
    }

    private async Task WriteHoldersAsync(Hash256 root, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(root, stopping, cancellationToken).ConfigureAwait(false) is { } holders)
        {
            IndexedNode.WriteList(result, holders);
        }
        else
        {
            result.WriteNullValue();
        }
    }
}
