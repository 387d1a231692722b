using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// A node in a process of its own, as any other process sees it: each property is read from its state folder when it is asked for. It is
/// started by <see cref="NodeLauncher"/>, and its end is nobody's but Stop-ZgNode's.
/// </summary>
public sealed class DetachedNode : INode
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly NodeStateFolder _folder;
    private readonly Lazy<Task> _completion;
    private NodeRecord _last;
    private NodeState _lastState;

    internal DetachedNode(NodeStateFolder folder, NodeRecord record)
    {
        _folder = folder;
        _last = record;
        _completion = new Lazy<Task>(() => HasEnded ? Task.CompletedTask : Task.Run(WaitForEndAsync));
        Log = new NodeLogFile(folder.LogPath, () => HasEnded);
    }

    public string Name => _last.Name;

    public NodeKind Kind => _last.Kind;

    /// <summary>Where it is in its life; a crash, a kill and a restart of the machine show as faulted.</summary>
    public NodeState State
    {
        get
        {
            // When it was removed, or another has its name, what was seen last counts; it has ended in any case.
            NodeState last = _lastState is NodeState.Faulted ? NodeState.Faulted : NodeState.Stopped;
            return _lastState = Now is { } record ? _folder.StateOf(record) : last;
        }
    }

    public Uri? Uri => Record.Uri;

    public DateTimeOffset? StartedAt => Record.StartedAt;

    public string? DataPath => Record.DataPath;

    public INodeLog Log { get; }

    public Task Completion => _completion.Value;

    public Exception? Failure => State == NodeState.Faulted ? Explain(Record) : null;

    /// <summary>Tells it apart from others that had its name.</summary>
    public Guid Id => _last.Id;

    /// <summary>The system's number of its process; null when it has none any more.</summary>
    public int? ProcessId => HasEnded ? null : Record.Process?.Id;

    /// <summary>Addresses of its parts by name.</summary>
    public IReadOnlyDictionary<string, Uri> Endpoints => Record.Endpoints;

    /// <summary>The network that it is; null for a node that is none, and before it is ready.</summary>
    public Network? Network => Record.Network;

    /// <summary>The cmdlet that started it.</summary>
    public string Command => Record.Command;

    /// <summary>The cmdlet's parameters, secrets masked.</summary>
    public IReadOnlyDictionary<string, string> Parameters => Record.Parameters;

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt => Record.CreatedAt;

    /// <summary>How its process ended: 0 as asked, 1 by a failure, 137 killed; null while it runs and when nobody saw it.</summary>
    public int? ExitCode => Record.ExitCode;

    /// <summary>Version of the module that runs it.</summary>
    public string ModuleVersion => Record.ModuleVersion;

    /// <summary>Folder of record and log.</summary>
    public string StatePath => _folder.Path;

    private bool HasEnded => State is NodeState.Stopped or NodeState.Faulted;

    // A later run of the same name is another node.
    private NodeRecord? Now => _folder.Read() is { } record && record.Id == _last.Id ? _last = record : null;

    private NodeRecord Record => Now ?? _last;

    /// <exception cref="ZeroGException">Always <c>ZgNodeState</c>: a record cannot be started.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => throw new ZeroGException(
        "ZgNodeState", ErrorKind.InvalidOperation,
        $"Node '{Name}' runs in a process of its own and is not started from here. Start a new one with {Command} -Detached.", Name);

    public Task StopAsync(CancellationToken cancellationToken = default) => StopAsync(static _ => { }, cancellationToken);

    /// <summary>Stops the node and says each step; ends when its process has let go of everything.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeStopFailed</c>.</exception>
    public Task StopAsync(Action<string> say, CancellationToken cancellationToken) =>
        Now is null ? Task.CompletedTask : NodeStop.RunAsync(_folder, say, cancellationToken);

    /// <summary>Deletes record and log of an ended node; its data stays.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeState</c>: it has not ended. <c>ZgNodeStateFolder</c>.</exception>
    public void Remove()
    {
        if (!HasEnded)
        {
            throw new ZeroGException(
                "ZgNodeState", ErrorKind.InvalidOperation,
                $"Node '{Name}' is {State.ToString().ToLowerInvariant()}. Stop it with Stop-ZgNode before it is removed.", Name);
        }

        if (Now is not null)
        {
            _folder.Delete();
        }
    }

    /// <summary>Lets go of this view; the node goes on.</summary>
    public ValueTask DisposeAsync() => default;

    /// <summary>Name, kind, state and address.</summary>
    public override string ToString() => Uri is null ? $"{Name} ({Kind}, {State})" : $"{Name} ({Kind}, {State}, {Uri})";

    private ZeroGException Explain(NodeRecord record)
    {
        if (record.Failure is { } words)
        {
            return new ZeroGException(record.FailureId ?? "ZgNodeFaulted", ErrorKind.ResourceUnavailable, words, Name);
        }

        string last = _folder.LastOutputLines(1).Concat(_folder.LastLogLines(1)).FirstOrDefault("");
        return new ZeroGException(
            "ZgNodeFaulted", ErrorKind.ResourceUnavailable,
            $"The process of node '{Name}' ended without a word: it crashed, was killed, or the machine was restarted. Start it again."
            + (last.Length > 0 ? $"\n{last}" : ""), Name);
    }

    private async Task WaitForEndAsync()
    {
        while (!HasEnded)
        {
            await Task.Delay(Interval).ConfigureAwait(false);
        }
    }
}
