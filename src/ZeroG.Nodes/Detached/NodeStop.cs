using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using ZeroG.Chain;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// Ends a detached node: asks it, waits, sends SIGTERM where there are signals, and kills it in the end. No step is taken against a process
/// that is not the node's any more.
/// </summary>
internal static class NodeStop
{
    private const int TerminateSignal = 15;
    private const int KilledExitCode = 137;

    // A node that was asked gives its work ten seconds and closes its data after that.
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SignalLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends the node; done when its process has let go of everything.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeStopFailed</c>.</exception>
    public static async Task RunAsync(NodeStateFolder folder, Action<string> say, CancellationToken cancellationToken)
    {
        if (folder.Read() is not { } record || folder.StateOf(record) is NodeState.Stopped or NodeState.Faulted)
        {
            return;
        }

        if (!folder.IsAlive(record))
        {
            throw new ZeroGException(
                "ZgNodeState", ErrorKind.InvalidOperation,
                $"Node '{record.Name}' is just being started by another process. Stop it when it runs, or stop its start there.",
                record.Name);
        }

        if (await AskAsync(folder, record, say, cancellationToken).ConfigureAwait(false)
            && await EndsAsync(folder, record, AskLimit, cancellationToken).ConfigureAwait(false))
        {
            say($"Node '{record.Name}' has stopped.");
            return;
        }

        ProcessIdentity process = record.Process is { IsAlive: true } own ? own : throw Failed(folder, record);
        if (!OperatingSystem.IsWindows())
        {
            say($"Process {process.Id} is sent SIGTERM.");
            _ = SendSignal(process.Id, TerminateSignal);
            if (await EndsAsync(folder, record, SignalLimit, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        say($"Process {process.Id} is killed.");
        Kill(process);
        if (!await EndsAsync(folder, record, SignalLimit, cancellationToken).ConfigureAwait(false))
        {
            throw Failed(folder, record);
        }

        folder.Clean();
        folder.Write(record with { State = NodeState.Stopped, EndedAt = DateTimeOffset.UtcNow, ExitCode = KilledExitCode });
    }

    private static async Task<bool> AskAsync(
        NodeStateFolder folder, NodeRecord record, Action<string> say, CancellationToken cancellationToken)
    {
        if (folder.ReadControl() is not { } address)
        {
            say($"Node '{record.Name}' does not say how to ask it.");
            return false;
        }

        try
        {
            say($"Node '{record.Name}' is asked to stop.");
            await NodeControl.AskToStopAsync(address, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZeroGException deaf)
        {
            say($"Node '{record.Name}' does not hear: {deaf.Message}");
            return false;
        }
    }

    private static async Task<bool> EndsAsync(
        NodeStateFolder folder, NodeRecord record, TimeSpan limit, CancellationToken cancellationToken)
    {
        long start = Environment.TickCount64;
        while (folder.IsAlive(record))
        {
            if (Environment.TickCount64 - start > limit.TotalMilliseconds)
            {
                return false;
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static void Kill(ProcessIdentity identity)
    {
        try
        {
            using Process process = Process.GetProcessById(identity.Id);
            if (identity.IsAlive)
            {
                process.Kill();
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile, or may not be killed; which of the two is seen next.
        }
    }

    private static ZeroGException Failed(NodeStateFolder folder, NodeRecord record) => new(
        "ZgNodeStopFailed", ErrorKind.ResourceBusy,
        $"Node '{record.Name}' holds {folder.LockPath} and cannot be ended from here. End its process"
        + $"{(record.Process is { } process ? $" {process.Id}" : "")} where it runs.", record.Name);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
