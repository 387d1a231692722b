using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>0G Storage of the provider's network, paid from the provider's account.</summary>
internal sealed class ModelStorage(ComputeClient client, TransactionSender sender, TaskFolder folder, TimeProvider time) : IModelStorage
{
    // Longer than a small file takes, and short enough that a storage network that is down does not hold up the queue for long.
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public async Task FetchAsync(Hash256 root, string path, long maximumSize, CancellationToken cancellationToken)
    {
        using IndexerClient indexer = OpenIndexer();
        using NodeSet nodes = await NodeSet.FromFileLocationsAsync(indexer, Connect, root, cancellationToken)
            ?? throw new ZeroGException(
                "ZgFileUnknown", ErrorKind.ObjectNotFound,
                $"0G Storage knows no file {root}. Store the dataset first, or upload it to the provider.", root);
        IReadOnlyList<NodeReport> reports = await nodes.FindAsync(root, cancellationToken);
        if (reports.Any(report => report.Info?.Transaction.Size > maximumSize))
        {
            throw new TaskFailedException($"dataset {root} is larger than the {maximumSize >> 20} MB that this provider takes.");
        }

        await new FileDownload(nodes, timeProvider: time).ReceiveAsync(root, path, cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Hash256> StoreAsync(string path, CancellationToken cancellationToken)
    {
        using IndexerClient indexer = OpenIndexer();
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, Connect, cancellationToken: cancellationToken);
        FlowClient flow = new(client.Network, client.Chain, sender);
        using SubmissionJournal journal = await flow.OpenJournalAsync(folder.Journal, cancellationToken);
        using FileSource file = FileSource.Open(path);
        UploadOptions options = new() { Timeout = UploadTimeout };
        UploadResult result = await new FileUpload(flow, nodes, journal, options, time)
            .SendAsync(file, cancellationToken: cancellationToken);
        return result.Root;
    }

    private static StorageNodeClient Connect(Uri uri) => new(uri);

    private IndexerClient OpenIndexer() => new(client.Network.IndexerUri ?? throw new ZeroGException(
        "ZgIndexerUnknown", ErrorKind.InvalidOperation,
        $"The address of the storage indexer of {client.Network.Name} is not known. Register the network with it.", client.Network.Name));
}
