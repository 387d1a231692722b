using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// The nodes of one upload and their health: asked once before anything is paid, and again about each that takes the place of another.
/// Any number of files report failures at once; each node is dropped once.
/// </summary>
internal sealed class UploadNodes : IDisposable
{
    // How long a node may take to say how it is; a node that needs longer would slow the whole upload down.
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(10);

    // A node that cannot be replaced may be starting anew.
    private static readonly TimeSpan Comeback = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ComebackLook = TimeSpan.FromSeconds(1);
    private const int MaxComebacks = 5;

    private readonly NodeSet _set;
    private readonly IFlow _flow;
    private readonly TimeProvider _time;
    private readonly IProgress<TransferProgress>? _progress;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ConcurrentDictionary<StorageNode, int> _comebacks = new();
    private readonly ConcurrentDictionary<StorageNode, long> _read = new();
    private readonly Lazy<Task> _checked;
    private ZeroGException? _lost;
    private long? _head;

    public UploadNodes(
        NodeSet set, IFlow flow, TimeProvider time, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        _set = set;
        _flow = flow;
        _time = time;
        _progress = progress;
        _checked = new Lazy<Task>(() => CheckAllAsync(cancellationToken));
    }

    /// <summary>The nodes of now.</summary>
    public IReadOnlyList<StorageNode> Current => _set.Nodes;

    /// <summary>Waits until the health of all nodes is known, and those that cannot be used are replaced.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeOnOtherNetwork</c>, <c>ZgReplicasLost</c>, and failures of the transport.</exception>
    public Task CheckAsync() => _checked.Value;

    /// <summary>Asks all nodes something, and drops those that fail until all of the set have answered.</summary>
    public async Task<IReadOnlyList<NodeReport>> AskAsync(
        Func<NodeSet, Task<IReadOnlyList<NodeReport>>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<NodeReport> reports = await ask(_set);
            NodeReport[] failed = [.. reports.Where(report => report.Failure is not null)];
            foreach (NodeReport report in failed)
            {
                await DropAsync(report.Node, report.Failure!, cancellationToken);
            }

            if (failed.Length == 0)
            {
                return reports;
            }
        }
    }

    /// <summary>
    /// Waits until all nodes have read the log up to an entry, unless it has left the chain meanwhile. A node that lags would say of a file
    /// that was paid a moment ago that it is not in the log.
    /// </summary>
    /// <param name="entry">Sequence number; -1 for none.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ZeroGException"><c>ZgTransferTimeout</c>, and what <see cref="DropAsync"/> throws.</exception>
    public async Task ReadLogAsync(long entry, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await HaveReadAsync(entry, cancellationToken) || await _flow.GetSubmissionCountAsync(cancellationToken) <= entry)
        {
            return;
        }

        await new Patience(_time, timeout).UntilAsync(
            _ => HaveReadAsync(entry, cancellationToken), $"the nodes to read entry {entry} from the chain", entry, cancellationToken);
    }

    /// <summary>Goes on without a node that failed, or with it when it has come back.</summary>
    /// <exception cref="ZeroGException">Its failure, or <c>ZgReplicasLost</c>: it cannot be done without.</exception>
    public async Task DropAsync(StorageNode node, ZeroGException failure, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (!_set.Nodes.Contains(node))
            {
                return;
            }

            if (_lost is not null)
            {
                throw _lost;
            }

            await ReplaceAsync(node, failure, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private async Task<bool> HaveReadAsync(long entry, CancellationToken cancellationToken)
    {
        foreach (StorageNode node in _set.Nodes.Where(node => _read.GetValueOrDefault(node, -1) < entry))
        {
            try
            {
                _read[node] = (await node.Client.GetStatusAsync(cancellationToken)).NextSequence - 1;
            }
            catch (ZeroGException failure)
            {
                await DropAsync(node, failure, cancellationToken);
            }
        }

        return _set.Nodes.All(node => _read.GetValueOrDefault(node, -1) >= entry);
    }

    private async Task ReplaceAsync(StorageNode node, ZeroGException failure, CancellationToken cancellationToken)
    {
        IReadOnlyList<StorageNode> before = _set.Nodes;
        try
        {
            await _set.ReplaceAsync(node, failure, ExamineAsync, cancellationToken);
            string others = string.Join(", ", _set.Nodes.Except(before));
            Report($"Dropped storage node {node}: {failure.Message}" + (others.Length > 0 ? $" In its place: {others}." : ""));
        }
        catch (ZeroGException loss)
        {
            if (RpcOutage.Is(failure) && await ComesBackAsync(node, cancellationToken))
            {
                Report($"Storage node {node} did not answer for a while and is back.");
                return;
            }

            // Only an outage concerns every file; a refusal may be about this one.
            _lost = RpcOutage.Is(failure) ? loss : null;
            throw;
        }
    }

    private async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            _head = await _flow.GetBlockNumberAsync(cancellationToken);
        }
        catch (ZeroGException)
        {
            // Without it nobody can say who lags, and the payment will tell what is wrong with the chain's node.
        }

        IReadOnlyList<StorageNode> nodes = _set.Nodes;
        ZeroGException?[] faults = await Task.WhenAll(nodes.Select(node => ExamineAsync(node, cancellationToken)));
        for (int i = 0; i < faults.Length; i++)
        {
            if (faults[i] is not { } fault)
            {
                continue;
            }

            try
            {
                await DropAsync(nodes[i], fault, cancellationToken);
            }
            catch (ZeroGException) when (fault.ErrorId == "ZgNodeLagging")
            {
                Report($"{fault.Message} There is no other, so the upload waits for it.");
            }
        }
    }

    /// <summary>Why a node cannot be used; null when it can.</summary>
    private async Task<ZeroGException?> ExamineAsync(StorageNode node, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HealthTimeout);
        NodeHealth health;
        try
        {
            health = await NodeHealth.AskAsync(node.Client, _flow.ChainId, _flow.Address, _head, _time, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ZeroGException(
                "ZgRpcTimeout", ErrorKind.OperationTimeout,
                $"{node} did not say within {HealthTimeout.TotalSeconds} seconds how it is. Use another node.", node.Client.Uri);
        }

        return health.State switch
        {
            NodeHealthState.OtherNetwork => new ZeroGException(
                "ZgNodeOnOtherNetwork", ErrorKind.InvalidArgument,
                $"Storage node {node} is not of {_flow.Network}. {health.Reason} Use a node of this network, or connect to the other.",
                node.Client.Uri),
            NodeHealthState.Lagging => new ZeroGException(
                "ZgNodeLagging", ErrorKind.ResourceUnavailable, $"Storage node {node} lags. {health.Reason}", node.Client.Uri),
            NodeHealthState.Unreachable => health.Failure ?? new ZeroGException(
                "ZgNodeMismatch", ErrorKind.ProtocolError, $"Storage node {node} cannot be used. {health.Reason}", node.Client.Uri),
            _ => null,
        };
    }

    private async Task<bool> ComesBackAsync(StorageNode node, CancellationToken cancellationToken)
    {
        if (_comebacks.AddOrUpdate(node, 1, static (_, count) => count + 1) > MaxComebacks)
        {
            return false;
        }

        long start = _time.GetTimestamp();
        while (_time.GetElapsedTime(start) < Comeback)
        {
            await Task.Delay(ComebackLook, _time, cancellationToken);
            if (await ExamineAsync(node, cancellationToken) is null or { ErrorId: "ZgNodeLagging" })
            {
                return true;
            }
        }

        return false;
    }

    private void Report(string detail) => _progress?.Report(new TransferProgress(TransferPhase.Asking, Detail: detail));
}
