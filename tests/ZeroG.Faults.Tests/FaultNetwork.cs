using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Submissions;
using ZeroG.Testing.Faults;

namespace ZeroG.Faults.Tests;

/// <summary>A real network, to which clients come over links that may fail.</summary>
public sealed class FaultNetwork : IAsyncDisposable
{
    private readonly DevNet _devNet;
    private readonly HttpMessageInvoker _way = new(new SocketsHttpHandler());
    private readonly JsonRpcClient _straight;

    private FaultNetwork(DevNet devNet, int replicas)
    {
        _devNet = devNet;
        Replicas = replicas;
        _straight = new JsonRpcClient(devNet.Network!.RpcUri);
        Chain = new EthereumClient(_straight);
    }

    /// <summary>Its addresses.</summary>
    public Network Network => _devNet.Network!;

    /// <summary>How often its nodes can keep each segment.</summary>
    public int Replicas { get; }

    /// <summary>The nodes.</summary>
    public DevNet DevNet => _devNet;

    /// <summary>The chain over a link that never fails.</summary>
    public EthereumClient Chain { get; }

    public static async Task<FaultNetwork> StartAsync(DevNetOptions options, CancellationToken cancellationToken)
    {
        DevNet devNet = new(options);
        await devNet.StartAsync(cancellationToken);
        return new FaultNetwork(devNet, options.StorageNodeCount / options.ShardCount);
    }

    /// <summary>The way to one server.</summary>
    /// <param name="schedule">What goes wrong on it; null for nothing.</param>
    /// <param name="uri">The server.</param>
    internal HttpMessageHandler LinkTo(FaultSchedule? schedule, Uri uri) =>
        schedule is null ? new StraightLink(_way) : new FaultyLink(schedule, NameOf(uri), _way);

    /// <summary>What the log says of each file: how often it was submitted.</summary>
    public async Task<Dictionary<SubmittedFile, int>> CountSubmissionsAsync(CancellationToken cancellationToken)
    {
        Dictionary<SubmittedFile, int> counts = [];
        LogFilter filter = new() { Addresses = [StorageContracts.Flow], Topics = [[FlowContract.SubmitEvent.Topic]] };
        await foreach (LogEntry entry in Chain.GetLogsAsync(filter, cancellationToken))
        {
            SubmittedFile file = SubmitLog.Decode(entry.Topics, entry.Data.Span)!.Submission.File;
            counts[file] = counts.GetValueOrDefault(file) + 1;
        }

        return counts;
    }

    /// <summary>All storage fees that were ever paid.</summary>
    public async Task<BigInteger> GetFeesAsync(CancellationToken cancellationToken) =>
        (await Chain.GetBalanceAsync(StorageContracts.Reward, cancellationToken: cancellationToken)).Wei;

    public async ValueTask DisposeAsync()
    {
        _straight.Dispose();
        await _devNet.DisposeAsync();
        _way.Dispose();
    }

    // Ports differ from run to run, and schedules must not.
    private string NameOf(Uri uri)
    {
        for (int i = 0; i < _devNet.StorageNodes.Count; i++)
        {
            if (_devNet.StorageNodes[i].Uri!.Port == uri.Port)
            {
                return $"node{i}";
            }
        }

        return uri.Port == Network.RpcUri.Port ? "chain" : uri.Port == Network.IndexerUri!.Port ? "indexer" : "nowhere";
    }

    private sealed class StraightLink(HttpMessageInvoker way) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using HttpRequestMessage copy = new(request.Method, request.RequestUri) { Content = request.Content };
            return await way.SendAsync(copy, cancellationToken);
        }
    }
}
