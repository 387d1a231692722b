using ZeroG.Chain;

namespace ZeroG.Storage.Nodes;

/// <summary>How a storage node is at a moment, as far as its own answers tell.</summary>
public sealed class NodeHealth
{
    /// <summary>Blocks behind the chain from which on a node counts as lagging: several minutes on 0G's chains.</summary>
    public const long LongestLag = 100;

    private NodeHealth(Uri uri) => Uri = uri;

    /// <summary>Address of its JSON-RPC.</summary>
    public Uri Uri { get; }

    /// <summary>Which segments it keeps; null when it did not answer.</summary>
    public ShardConfig? Shard { get; private init; }

    /// <summary>How long its first answer took, the connection included; null when it did not answer.</summary>
    public TimeSpan? Latency { get; private init; }

    /// <summary>Last block whose entries it has taken in; null when it did not answer.</summary>
    public long? SyncedBlock { get; private init; }

    /// <summary>Blocks between that and the newest of the chain; null when one of them is not known.</summary>
    public long? Lag { get; private init; }

    /// <summary>Peers to which it is connected; null when it did not answer.</summary>
    public long? ConnectedPeers { get; private init; }

    /// <summary>The sequence number that the next file will get on it; null when it did not answer.</summary>
    public long? NextSequence { get; private init; }

    /// <summary>Whether it can be used.</summary>
    public NodeHealthState State { get; private init; }

    /// <summary>Why it cannot be used, a sentence; null when it can.</summary>
    public string? Reason { get; private init; }

    /// <summary>What happened to the question; null when it was answered.</summary>
    internal ZeroGException? Failure { get; private init; }

    /// <summary>Asks a node. That it does not answer is an answer too.</summary>
    /// <param name="client">How to call it.</param>
    /// <param name="chainId">The chain that it should follow.</param>
    /// <param name="flow">The contract that it should follow; null when that is not known.</param>
    /// <param name="head">Number of the chain's newest block; null when that is not known.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public static async Task<NodeHealth> AskAsync(
        StorageNodeClient client, long chainId, Address? flow, long? head, TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        TimeProvider time = timeProvider ?? TimeProvider.System;
        long start = time.GetTimestamp();
        try
        {
            NodeStatus status = await client.GetStatusAsync(cancellationToken);
            TimeSpan latency = time.GetElapsedTime(start);
            ShardConfig shard = await client.GetShardConfigAsync(cancellationToken);

            // A node may be ahead of the server that told the newest block.
            long? lag = head is null ? null : Math.Max(0, head.Value - status.LogSyncHeight);
            (NodeHealthState state, string? reason) = Judge(status.NetworkIdentity, shard, chainId, flow, lag);
            return new NodeHealth(client.Uri)
            {
                Shard = shard,
                Latency = latency,
                SyncedBlock = status.LogSyncHeight,
                Lag = lag,
                ConnectedPeers = status.ConnectedPeers,
                NextSequence = status.NextSequence,
                State = state,
                Reason = reason,
            };
        }
        catch (ZeroGException failure)
        {
            return new NodeHealth(client.Uri) { State = NodeHealthState.Unreachable, Reason = failure.Message, Failure = failure };
        }
    }

    private static (NodeHealthState State, string? Reason) Judge(
        NetworkIdentity identity, ShardConfig shard, long chainId, Address? flow, long? lag)
    {
        if (identity.ChainId != chainId || (flow is { } expected && identity.FlowAddress != expected))
        {
            string wanted = flow is { } contract ? $"contract {contract} on chain {chainId}" : $"chain {chainId}";
            return (NodeHealthState.OtherNetwork, $"It follows contract {identity.FlowAddress} on chain {identity.ChainId}, not {wanted}.");
        }

        return !shard.IsValid ? (NodeHealthState.Unreachable, $"It answers as shard {shard.ShardId} of {shard.NumShard}, which cannot be.")
            : lag > LongestLag ? (NodeHealthState.Lagging, $"It is {lag} blocks behind the chain.")
            : (NodeHealthState.Healthy, null);
    }
}
