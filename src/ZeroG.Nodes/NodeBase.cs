using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes;

/// <summary>
/// The plumbing of every node: one life from created to ended, background work whose failure ends the node, and a stop with a bound. A kind
/// of node says only how it starts (<see cref="OnStartAsync"/>) and how it lets go (<see cref="OnStopAsync"/>).
/// </summary>
public abstract class NodeBase : INode
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _background = [];
    private readonly TimeProvider _time;
    private Task? _ending;

    /// <summary>Makes a node that has not started.</summary>
    /// <param name="name">Name by which a user finds it.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="dataPath">Folder of its data and of its log file; null for memory only.</param>
    /// <param name="time">Clock; null is the system's.</param>
    protected NodeBase(string name, NodeKind kind, string? dataPath, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _time = time ?? TimeProvider.System;
        Name = name;
        Kind = kind;
        DataPath = dataPath is null ? null : Path.GetFullPath(dataPath);
        Log = new NodeLog(DataPath is null ? null : Path.Combine(DataPath, "node.log"), time: _time);
    }

    public string Name { get; }

    public NodeKind Kind { get; }

    public NodeState State { get; private set; }

    public Uri? Uri { get; protected set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public Exception? Failure { get; private set; }

    public string? DataPath { get; }

    /// <summary>What it has to say, to be written to.</summary>
    public NodeLog Log { get; }

    INodeLog INode.Log => Log;

    public Task Completion => _completion.Task;

    /// <summary>How long a stop waits for background work before it closes the data under it.</summary>
    protected virtual TimeSpan StopTimeout => TimeSpan.FromSeconds(10);

    /// <summary>Cancelled when the node begins to end.</summary>
    protected CancellationToken Stopping => _stopping.Token;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (State != NodeState.Created)
            {
                throw new ZeroGException(
                    "ZgNodeState", ErrorKind.InvalidOperation,
                    $"Node '{Name}' is {State.ToString().ToLowerInvariant()} and cannot start. Make a new node over the same data folder.",
                    Name);
            }

            State = NodeState.Starting;
        }

        try
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
            await OnStartAsync(either.Token).ConfigureAwait(false);
            lock (_gate)
            {
                // A stop, or a failure of background work, may have come in between; it wins.
                either.Token.ThrowIfCancellationRequested();
                StartedAt = _time.GetUtcNow();
                State = NodeState.Running;
            }

            NodeLogMessages.Started(Log, this);
        }
        catch (Exception failure)
        {
            await EndAsync(failure is OperationCanceledException ? null : failure).ConfigureAwait(false);
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested && Failure is { } cause
                && cause != failure)
            {
                throw new ZeroGException(
                    "ZgNodeFaulted", ErrorKind.ResourceUnavailable, $"Node '{Name}' failed while it started: {cause.Message}", Name, cause);
            }

            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default) =>
        await EndAsync(failure: null).WaitAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(failure: null).ConfigureAwait(false);
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Name, kind, state and address.</summary>
    public override string ToString() => Uri is null ? $"{Name} ({Kind}, {State})" : $"{Name} ({Kind}, {State}, {Uri})";

    /// <summary>Opens data and port, sets <see cref="Uri"/>, starts background work; returns when clients can come.</summary>
    protected abstract Task OnStartAsync(CancellationToken cancellationToken);

    /// <summary>Closes port and data; called once after background work has ended, also when the start failed half-way.</summary>
    protected abstract Task OnStopAsync();

    /// <summary>Runs work until the node stops. If it fails, the node is faulted.</summary>
    protected void Run(Func<CancellationToken, Task> work)
    {
        // The token is taken here: a node that has ended may have disposed its source before the pool gets to the work.
        CancellationToken stopping = Stopping;
        Task task = Task.Run(() => work(stopping), stopping);
        lock (_gate)
        {
            _background.Add(ObserveAsync(task));
        }
    }

    private async Task ObserveAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            // Not awaited: ending waits for this very task.
            _ = EndAsync(failure);
        }
    }

    private Task EndAsync(Exception? failure)
    {
        lock (_gate)
        {
            return _ending ??= Task.Run(() => EndCoreAsync(failure));
        }
    }

    private async Task EndCoreAsync(Exception? failure)
    {
        Task background;
        lock (_gate)
        {
            Failure = failure;
            State = NodeState.Stopping;
            background = Task.WhenAll(_background);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await background.WaitAsync(StopTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            NodeLogMessages.StopTimedOut(Log, StopTimeout);
        }

        try
        {
            await OnStopAsync().ConfigureAwait(false);
        }
        catch (Exception closing)
        {
            Failure ??= closing;
        }

        State = Failure is null ? NodeState.Stopped : NodeState.Faulted;
        NodeLogMessages.Ended(Log, this);
        Log.Dispose();
        _completion.TrySetResult();
    }
}
