using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Storage.Peers;

/// <summary>
/// The storage nodes that an operator has named, reached over the <c>zgs_</c> methods that every storage node offers. None of them is
/// trusted: what they send is checked against the root that the chain told.
/// </summary>
internal sealed class PeerNodes : IDisposable
{
    // A segment is 256 KiB, 342 KiB in Base64; its proof has at most 66 hashes.
    private const int LargestAnswer = 1 << 20;

    private readonly PeerSyncOptions _options;
    private readonly NodeLog _log;

    public PeerNodes(IReadOnlyList<Uri> peers, PeerSyncOptions options, NodeLog log)
    {
        _options = options;
        _log = log;
        JsonRpcClientOptions patience = new() { Timeout = options.DownloadTimeout, MaxAttempts = 1, MaxAnswerSize = LargestAnswer };
        Clients = [.. peers.Distinct().Select(uri => new StorageNodeClient(uri, patience))];
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<StorageNodeClient> Clients { get; }

    /// <summary>Those that say they hold a file completely, as far as their shard goes. Who does not answer in time is left out.</summary>
    public async Task<IReadOnlyList<FileHolder>> FindAsync(FlowTransaction file, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.FindTimeout);
        FileHolder?[] answers = await Task.WhenAll(Clients.Select(client => AskAsync(client, file, limit.Token))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. answers.OfType<FileHolder>()];
    }

    public void Dispose()
    {
        foreach (StorageNodeClient client in Clients)
        {
            client.Dispose();
        }
    }

    private async Task<FileHolder?> AskAsync(StorageNodeClient client, FlowTransaction file, CancellationToken cancellationToken)
    {
        try
        {
            FileInfo? info = await client.GetFileInfoBySequenceAsync(file.Sequence, cancellationToken).ConfigureAwait(false);
            if (info is not { Finalized: true } || info.Transaction.DataMerkleRoot != file.Root || info.Transaction.Size != file.Size)
            {
                return null;
            }

            ShardConfig shard = await client.GetShardConfigAsync(cancellationToken).ConfigureAwait(false);
            return shard.IsValid ? new FileHolder(client, shard) : null;
        }
        catch (Exception failure) when (failure is ZeroGException or OperationCanceledException)
        {
            PeerLog.PeerLeftOut(_log, client, failure is OperationCanceledException ? "it does not answer in time." : failure.Message);
            return null;
        }
    }
}
