using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Networks;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// The state folder of one detached node, which only its user may enter. <c>node.json</c> says what the node is and is replaced as a whole;
/// <c>node.lock</c> is held by the node's process as long as it lives, <c>start.lock</c> by whoever is starting it; <c>control.json</c>
/// says how to ask it to stop; <c>node.log</c> is its log, <c>output.log</c> what its process wrote to the standard streams.
/// </summary>
public sealed class NodeStateFolder(string path)
{
    // Enough for the last lines of a crash.
    private const int OutputTail = 4096;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Name of the folder, which is the node's in lower case.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The node's log.</summary>
    public string LogPath => In("node.log");

    /// <summary>What the process wrote to its standard output and error, for example how it crashed.</summary>
    public string OutputPath => In("output.log");

    internal string LockPath => In("node.lock");

    internal string StartLockPath => In("start.lock");

    internal string RecordPath => In("node.json");

    private string ControlPath => In("control.json");

    private string NetworkPath => In("network.json");

    /// <summary>Makes the folder, for its user alone; one that others could enter is closed to them.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeStateFolder</c>.</exception>
    public void Create() => Guard(() =>
    {
        OwnerOnlyFile.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        OwnerOnlyFile.CreateFolder(Path);
        OwnerOnlyFile.CloseFolder(Path);
    });

    /// <summary>Deletes the folder with record and log.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeStateFolder</c>.</exception>
    public void Delete() => Guard(() => Directory.Delete(Path, recursive: true));

    /// <summary>
    /// The record; null when there is none. One that cannot be read comes as a faulted node of unknown kind that says so.
    /// </summary>
    public NodeRecord? Read()
    {
        try
        {
            return NodeRecordJson.Read(SharedFile.ReadAllBytes(RecordPath));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return new NodeRecord
            {
                Id = Guid.Empty,
                Name = Name,
                Kind = NodeKind.Unknown,
                State = NodeState.Faulted,
                Command = "",
                CreatedAt = Directory.GetCreationTimeUtc(Path),
                FailureId = "ZgNodeStateFolder",
                Failure = $"{RecordPath} cannot be read: {damaged.Message} Remove the node with Remove-ZgNode.",
                ModuleVersion = "",
            };
        }
    }

    /// <summary>Replaces the record as a whole.</summary>
    public void Write(NodeRecord record) =>
        Guard(() => OwnerOnlyFile.Write(RecordPath, NodeRecordJson.Write(record), overwrite: true));

    /// <summary>
    /// Whether the node of a record lives: its process holds the lock, or, on a file system without locks, has number and start of the
    /// record.
    /// </summary>
    public bool IsAlive(NodeRecord record) => FileLock.IsHeld(LockPath) || record.Process is { IsAlive: true };

    /// <summary>
    /// Where the node is in its life now. A record that says it runs while nothing does means a crash, a kill or a restart of the machine.
    /// </summary>
    public NodeState StateOf(NodeRecord record) => record.State switch
    {
        NodeState.Stopped or NodeState.Faulted => record.State,
        _ when IsAlive(record) => record.State,
        NodeState.Starting when FileLock.IsHeld(StartLockPath) => NodeState.Starting,
        _ => NodeState.Faulted,
    };

    /// <summary>The last lines of this run in <see cref="LogPath"/>.</summary>
    internal IEnumerable<string> LastLogLines(int count)
    {
        DateTimeOffset start = Read()?.CreatedAt ?? default;
        return NodeLogFile.ReadAll(LogPath).Where(entry => entry.Time >= start).TakeLast(count).Select(entry => entry.ToString());
    }

    /// <summary>The last lines of this run in <see cref="OutputPath"/>.</summary>
    internal IEnumerable<string> LastOutputLines(int count) => Output().TakeLast(count);

    internal void WriteControl(NodeControlAddress address) =>
        OwnerOnlyFile.Write(ControlPath, JsonSerializer.SerializeToUtf8Bytes(address), overwrite: true);

    /// <summary>How to talk to the node; null when it does not say.</summary>
    internal NodeControlAddress? ReadControl()
    {
        try
        {
            return JsonSerializer.Deserialize<NodeControlAddress>(SharedFile.ReadAllBytes(ControlPath));
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes what an earlier run left behind and would be taken for this one's.</summary>
    internal void CleanOutput() => File.Delete(OutputPath);

    /// <summary>Removes what must not outlive a run.</summary>
    internal void Clean()
    {
        File.Delete(ControlPath);
        File.Delete(NetworkPath);
    }

    /// <summary>Hands a network, whose addresses may hold keys, to the process that is about to start.</summary>
    internal void HandOver(Network network) => OwnerOnlyFile.Write(NetworkPath, NetworkFile.Write([network]), overwrite: true);

    /// <summary>Takes the network that was handed over, once; null when none was.</summary>
    internal Network? TakeNetwork()
    {
        if (!File.Exists(NetworkPath))
        {
            return null;
        }

        byte[] json = File.ReadAllBytes(NetworkPath);
        File.Delete(NetworkPath);
        return NetworkFile.Read(json).Single();
    }

    private string[] Output()
    {
        try
        {
            using FileStream file = SharedFile.OpenRead(OutputPath);
            file.Position = Math.Max(0, file.Length - OutputTail);
            using StreamReader reader = new(file, Encoding.UTF8);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ZeroGException(
                "ZgNodeStateFolder", ErrorKind.WriteError,
                $"The folder {Path} of a detached node cannot be used: {failure.Message} Check its permissions, or name another with "
                + "-StatePath.", Path, failure);
        }
    }
}
