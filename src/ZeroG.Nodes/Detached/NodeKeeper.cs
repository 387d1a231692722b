using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// The node's side of a detached node: inside the child process it holds the lock, writes the record, listens to the control channel, and
/// keeps the node until it ends or is asked to stop.
/// </summary>
public sealed class NodeKeeper : IDisposable
{
    /// <summary>Environment variable by which a process learns that it is to keep a node: the node's state folder.</summary>
    public const string FolderVariable = "ZEROG_NODE_STATE";

    /// <summary>
    /// Environment variable with the number of a process whose end also ends the nodes that are started under it, for tests and for scripts
    /// that must leave nothing behind.
    /// </summary>
    public const string OwnerVariable = "ZEROG_NODE_OWNER";

    private static readonly TimeSpan OwnerInterval = TimeSpan.FromMilliseconds(500);

    // Never let go of: the lock ends with the process, so nobody takes the name while anything of it still runs.
    private static readonly List<FileLock> Held = [];

    private readonly TaskCompletionSource<string> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeStateFolder _folder;
    private readonly ProcessDetachment _detachment;
    private NodeRecord _record;

    private NodeKeeper(NodeStateFolder folder, NodeRecord record)
    {
        _folder = folder;
        _record = record;
        _detachment = new ProcessDetachment(folder.OutputPath, () => Ask("the system sent SIGTERM"));
        Network = folder.TakeNetwork();
    }

    /// <summary>The network of the session that started the node; null when it had none.</summary>
    public Network? Network { get; }

    /// <summary>
    /// Takes the part of keeper when this process was started for it; null otherwise. A process keeps one node, and what it starts itself
    /// keeps none.
    /// </summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgNodeExists</c>: the node runs already. <c>ZgNodeStateFolder</c>: there is no record.
    /// </exception>
    public static async Task<NodeKeeper?> OpenAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } path)
        {
            return null;
        }

        Environment.SetEnvironmentVariable(FolderVariable, null);
        NodeStateFolder folder = new(path);
        FileLock held = await FileLock.TakeAsync(folder.LockPath, cancellationToken).ConfigureAwait(false)
            ?? throw NodeLauncher.Exists(folder.Name);
        Held.Add(held);
        NodeRecord record = folder.Read() ?? throw new ZeroGException(
            "ZgNodeStateFolder", ErrorKind.InvalidData, $"{folder.RecordPath} is missing. Start the node again.", folder.Name);
        NodeKeeper keeper = new(folder, record with { Process = ProcessIdentity.Current, State = NodeState.Starting });
        folder.Write(keeper._record);
        return keeper;
    }

    /// <summary>Makes, starts and keeps the node; ends when the node has ended and has said so in its record.</summary>
    /// <exception cref="ZeroGException">The node's failure.</exception>
    public async Task KeepAsync(Func<Task<INode>> create, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            failure = await RunAsync(await create().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            failure = failed;
            throw;
        }
        finally
        {
            End(failure);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    public void Dispose() => _detachment.Dispose();

    private async Task<Exception?> RunAsync(INode node, CancellationToken cancellationToken)
    {
        NodeBase kept = (NodeBase)node;
        kept.Log.CopyTo(_folder.LogPath);
        NodeRegistry.Process.Add(node);
        await using JsonRpcHost control = await NodeControl.OpenAsync(
            _folder, kept.Log, () => Ask("Stop-ZgNode asked for it"), cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task starting = node.StartAsync(done.Token);
            Task ended = Task.WhenAny(
                node.Completion, _asked.Task, WaitForOwnerAsync(done.Token), Task.Delay(Timeout.Infinite, done.Token));
            await Task.WhenAny(starting, ended).ConfigureAwait(false);
            if (starting.IsCompleted)
            {
                await starting.ConfigureAwait(false);
                Say(NodeState.Running, node);
                await ended.ConfigureAwait(false);
            }

            if (_asked.Task.IsCompleted)
            {
                NodeLogMessages.StopAsked(kept.Log, await _asked.Task.ConfigureAwait(false));
            }

            Say(NodeState.Stopping, node);
        }
        finally
        {
            // Also when the record could not be written: a full disk must not cost the node its orderly end.
            await done.CancelAsync().ConfigureAwait(false);
            await node.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return node.Failure;
    }

    private void Ask(string why) => _asked.TrySetResult(why);

    private async Task WaitForOwnerAsync(CancellationToken cancellationToken)
    {
        ProcessIdentity? owner = int.TryParse(Environment.GetEnvironmentVariable(OwnerVariable), out int id)
            ? ProcessIdentity.Of(id) ?? new ProcessIdentity(id, "")
            : null;
        do
        {
            await Task.Delay(owner is null ? Timeout.InfiniteTimeSpan : OwnerInterval, cancellationToken).ConfigureAwait(false);
        }
        while (owner!.IsAlive);
        Ask($"process {owner.Id}, to which it belongs, has ended");
    }

    private void Say(NodeState state, INode node)
    {
        _record = _record with
        {
            State = state,
            Uri = node.Uri,
            Endpoints = node switch
            {
                DevNet.DevNet parts => parts.Nodes.Where(part => part.Uri is not null).ToDictionary(part => part.Name, part => part.Uri!),
                IOperatedNode { AdminUri: { } admin } => new Dictionary<string, Uri> { ["admin"] = admin },
                _ => _record.Endpoints,
            },
            Network = (node as DevNet.DevNet)?.Network,
            DataPath = node.DataPath,
            StartedAt = node.StartedAt,
        };
        _folder.Write(_record);
    }

    private void End(Exception? failure)
    {
        failure = failure is OperationCanceledException ? null : failure;
        _record = _record with
        {
            State = failure is null ? NodeState.Stopped : NodeState.Faulted,
            EndedAt = DateTimeOffset.UtcNow,
            ExitCode = failure is null ? 0 : 1,
            FailureId = failure is null ? null : (failure as ZeroGException)?.ErrorId ?? "ZgNodeFaulted",
            Failure = failure?.Message,
        };
        _folder.Clean();
        _folder.Write(_record);
    }
}
