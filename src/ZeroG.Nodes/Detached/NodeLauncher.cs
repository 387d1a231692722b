using System.Diagnostics;
using System.Text;
using ZeroG.Chain;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// Starts detached nodes. A start is done when the node says in its record that it is ready; one that ends before, or takes too long,
/// leaves no process behind and fails with its last words.
/// </summary>
public static class NodeLauncher
{
    private const int LastLines = 8;

    // A stack in one line of the log is for the log.
    private const int LongestLine = 240;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgNodeExists</c>, <c>ZgNodeNameInvalid</c>, <c>ZgNodeStateFolder</c>, <c>ZgNodeStartFailed</c>.
    /// </exception>
    public static async Task<DetachedNode> StartAsync(
        NodeStateStore store, NodeLaunch launch, Action<string> say, CancellationToken cancellationToken)
    {
        NodeStateFolder folder = store.FolderOf(launch.Name);
        folder.Create();
        using FileLock starting = await FileLock.TakeAsync(folder.StartLockPath, cancellationToken).ConfigureAwait(false)
            ?? throw Exists(launch.Name);
        using (await FileLock.TakeAsync(folder.LockPath, cancellationToken).ConfigureAwait(false) ?? throw Exists(launch.Name))
        {
            if (folder.Read() is { Process.IsAlive: true })
            {
                throw Exists(launch.Name);
            }
        }

        Guid id = Guid.NewGuid();
        folder.Clean();
        folder.CleanOutput();
        folder.Write(new NodeRecord
        {
            Id = id,
            Name = launch.Name,
            Kind = launch.Kind,
            State = NodeState.Starting,
            Command = launch.Command,
            Parameters = launch.Parameters,
            CreatedAt = DateTimeOffset.UtcNow,
            ModuleVersion = launch.ModuleVersion,
        });
        if (launch.Network is { } network)
        {
            folder.HandOver(network);
        }

        using Process process = Start(folder, launch);
        say($"Process {process.Id} is {launch.FileName}; its state is in {folder.Path}.");
        Queue<string> output = Listen(process);
        try
        {
            await TellAsync(process, launch.Script, cancellationToken).ConfigureAwait(false);
            await WaitAsync(folder, id, process, launch, output, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            Close(folder, process);
            throw;
        }

        return store.Find(launch.Name)!;
    }

    internal static ZeroGException Exists(string name) => new(
        "ZgNodeExists", ErrorKind.ResourceExists,
        $"A detached node named '{name}' is already there. Stop it with Stop-ZgNode or choose another -Name.", name);

    private static Process Start(NodeStateFolder folder, NodeLaunch launch)
    {
        ProcessStartInfo start = new(launch.FileName, launch.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            CreateNoWindow = true,
            WorkingDirectory = folder.Path,
        };
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        // The child starts in another folder, where a relative name would mean another place.
        start.Environment[UserFolder.Variable] = UserFolder.Path;
        start.Environment[NodeKeeper.FolderVariable] = folder.Path;
        foreach ((string name, string value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return InheritedHandles.Withhold(() => Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new ZeroGException(
                "ZgNodeStartFailed", ErrorKind.ResourceUnavailable,
                $"Node '{launch.Name}' did not start: {launch.FileName} cannot be run ({failure.Message}). Start it from pwsh or zg.",
                launch.Name, failure);
        }
    }

    private static async Task TellAsync(Process process, string script, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(script.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; that is found next.
        }
    }

    // Both streams are read to their end, or a talkative child would wait for somebody to listen.
    private static Queue<string> Listen(Process process)
    {
        Queue<string> lines = new();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                if (line.Data is { Length: > 0 } text)
                {
                    lines.Enqueue(text);
                }

                while (lines.Count > LastLines)
                {
                    lines.Dequeue();
                }
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return lines;
    }

    private static async Task WaitAsync(
        NodeStateFolder folder, Guid id, Process process, NodeLaunch launch, Queue<string> output, CancellationToken cancellationToken)
    {
        long start = Environment.TickCount64;
        while (folder.Read() is not { State: NodeState.Running } record || record.Id != id)
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                throw Failed(folder, launch, $"its process ended with exit code {process.ExitCode}", output);
            }

            if (Environment.TickCount64 - start > launch.Timeout.TotalMilliseconds)
            {
                throw Failed(folder, launch, $"it was not ready after {launch.Timeout.TotalSeconds:0.###} s", output);
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ZeroGException Failed(NodeStateFolder folder, NodeLaunch launch, string how, Queue<string> output)
    {
        // A node that could say what was wrong has said it in its log too; what its shell printed only repeats it.
        string? said = folder.Read()?.Failure;
        List<string> lines = [.. folder.LastLogLines(LastLines)];
        if (said is null)
        {
            lines.AddRange(folder.LastOutputLines(LastLines));
            lock (output)
            {
                lines.AddRange(output);
            }
        }

        string why = said ?? how;
        string words = string.Join('\n', lines.Select(line => line.Length > LongestLine ? line[..LongestLine] + "…" : line)).TrimEnd('.');
        return new ZeroGException(
            "ZgNodeStartFailed", ErrorKind.ResourceUnavailable,
            $"Node '{launch.Name}' did not start: {why.TrimEnd('.')}. "
            + (words.Length > 0 ? $"Its last words:\n{words}. " : "It wrote nothing. ")
            + "Correct the cause and start it again.", launch.Name);
    }

    // What the node could not write any more, so that nobody takes it for one that is still starting.
    private static void Close(NodeStateFolder folder, Process process)
    {
        folder.Clean();
        if (folder.Read() is { State: not (NodeState.Stopped or NodeState.Faulted) } record)
        {
            folder.Write(record with
            {
                State = NodeState.Faulted,
                EndedAt = DateTimeOffset.UtcNow,
                ExitCode = process.ExitCode,
                FailureId = "ZgNodeStartFailed",
                Failure = "It did not become ready.",
            });
        }
    }
}
