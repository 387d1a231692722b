using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Where the files of tasks lie: records, logs, encrypted models and uploaded datasets. Only the owner may read them, since a record holds
/// the key of its model until the user has it.
/// </summary>
internal sealed class TaskFolder : IDisposable
{
    private readonly bool _isTemporary;
    private readonly FileStream _claim;
    private readonly string _tasks;
    private readonly string _datasets;

    /// <summary>Makes what is missing, and takes the folder for this process alone.</summary>
    /// <param name="path">The folder; null for one that is deleted at the end.</param>
    /// <param name="owner">What it belongs to: chain, contract and provider.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgDataInUse</c>: another process has it. <c>ZgDataFolder</c>: it is another provider's, or of another chain.
    /// </exception>
    public TaskFolder(string? path, string owner)
    {
        _isTemporary = path is null;
        Path = path ?? Directory.CreateTempSubdirectory("zerog-tasks-").FullName;
        _tasks = System.IO.Path.Combine(Path, "tasks");
        _datasets = System.IO.Path.Combine(Path, "datasets");
        OwnerOnlyFile.CreateFolder(_tasks);
        OwnerOnlyFile.CreateFolder(_datasets);
        _claim = Claim(owner);
        Sends = new TransactionJournal(System.IO.Path.Combine(Path, "transactions"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Transactions of which the chain does not tell yet, and the last of the service's record.</summary>
    public TransactionJournal Sends { get; }

    /// <summary>The records of all tasks, in no order.</summary>
    public IEnumerable<string> Records => Directory.EnumerateFiles(_tasks, "*.json");

    /// <summary>The datasets that users uploaded or are uploading.</summary>
    public IEnumerable<string> Datasets => Directory.EnumerateFiles(_datasets);

    /// <summary>State of an upload that was paid and not seen to its end.</summary>
    public string Journal => System.IO.Path.Combine(Path, "uploads");

    /// <summary>The record of a task.</summary>
    public string Record(Guid task) => File(task, "json");

    /// <summary>What the user reads of a task.</summary>
    public string Log(Guid task) => File(task, "log");

    /// <summary>The encrypted model of a task.</summary>
    public string Model(Guid task) => File(task, "model");

    /// <summary>The dataset that a task received from storage.</summary>
    public string Dataset(Guid task) => File(task, "jsonl");

    /// <summary>A dataset that a user uploaded.</summary>
    public string Dataset(Address user, Hash256 hash) => System.IO.Path.Combine(_datasets, $"{user.ToLowerString()}-{hash}");

    /// <summary>Whether a path is that of an uploaded dataset, as a task names it.</summary>
    public bool IsDataset(string path, Address user, string hash) =>
        Hash256.TryParse(hash, out Hash256 parsed) && path == Dataset(user, parsed);

    /// <summary>A new name for a dataset that is still coming in.</summary>
    public string NewDataset() => System.IO.Path.Combine(_datasets, $"{Guid.NewGuid():N}.tmp");

    public void Dispose()
    {
        Sends.Dispose();
        _claim.Dispose();
        if (_isTemporary && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private FileStream Claim(string owner)
    {
        FileStream file;
        try
        {
            file = OwnerOnlyFile.Open(System.IO.Path.Combine(Path, "owner"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException failure) when (FileFault.IsBusy(failure))
        {
            throw new ZeroGException(
                "ZgDataInUse", ErrorKind.ResourceBusy, $"{Path} is in use by another node. Stop that node or choose another -DataPath.",
                Path, failure);
        }

        byte[] expected = Encoding.UTF8.GetBytes(owner);
        byte[] stored = new byte[file.Length];
        file.ReadExactly(stored);
        if (stored.Length == 0)
        {
            file.Write(expected);
            file.Flush(flushToDisk: true);
        }
        else if (!stored.AsSpan().SequenceEqual(expected))
        {
            file.Dispose();
            throw new ZeroGException(
                "ZgDataFolder", ErrorKind.InvalidData,
                $"{Path} holds the tasks of {Encoding.UTF8.GetString(stored)}, not of {owner}. Use it with the same wallet and network as "
                + "before, or choose another -DataPath.", Path);
        }

        return file;
    }

    private string File(Guid task, string kind) => System.IO.Path.Combine(_tasks, $"{task}.{kind}");
}
