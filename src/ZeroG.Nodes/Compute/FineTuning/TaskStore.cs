using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// All tasks of a provider, in memory and on disk. A change is on disk before anybody sees it, so that what was said to a user or to the
/// chain is known after a kill. Safe for use from several threads.
/// </summary>
internal sealed class TaskStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, ProviderTask> _tasks = [];
    private readonly TaskFolder _folder;
    private readonly TimeProvider _time;

    /// <summary>Reads the tasks of earlier runs. A step that was cut off in the middle is begun again.</summary>
    /// <exception cref="ZeroGException"><c>ZgDataDamaged</c>.</exception>
    public TaskStore(TaskFolder folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        foreach (string path in folder.Records)
        {
            ProviderTask task = Read(path);
            _tasks.Add(task.Id, task with { State = BeforeStep(task.State) });
        }
    }

    /// <summary>Tasks that stand in the queue or are being trained.</summary>
    public int PendingCount => Count(task => task.State.IsPending());

    /// <summary>How many tasks there are of a kind.</summary>
    public int Count(Predicate<ProviderTask> kind)
    {
        lock (_gate)
        {
            return _tasks.Values.Count(task => kind(task));
        }
    }

    /// <summary>A task; null when there is none.</summary>
    public ProviderTask? Find(Guid id)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault(id);
        }
    }

    /// <summary>The tasks of a user, or of everybody, oldest first.</summary>
    public IReadOnlyList<ProviderTask> List(Address? user = null)
    {
        lock (_gate)
        {
            return [.. InOrder(_tasks.Values.Where(task => user is null || task.User == user))];
        }
    }

    /// <summary>The oldest task in a state; null when there is none.</summary>
    public ProviderTask? Next(FineTuningState state)
    {
        lock (_gate)
        {
            return InOrder(_tasks.Values.Where(task => task.State == state)).FirstOrDefault();
        }
    }

    /// <summary>Adds a new task.</summary>
    public void Add(ProviderTask task)
    {
        lock (_gate)
        {
            Keep(task);
        }
    }

    /// <summary>Changes a task, unless it has left the state meanwhile: a user may have cancelled it.</summary>
    /// <returns>False when it is in another state.</returns>
    public bool TryChange(
        Guid id, FineTuningState from, Func<ProviderTask, ProviderTask> change, [NotNullWhen(true)] out ProviderTask? changed)
    {
        lock (_gate)
        {
            changed = null;
            if (!_tasks.TryGetValue(id, out ProviderTask? task) || task.State != from)
            {
                return false;
            }

            changed = change(task) with { UpdatedAt = _time.GetUtcNow() };
            Keep(changed);
            return true;
        }
    }

    // The state before a step that runs in this process: what it had not done when the process ended is done again.
    private static FineTuningState BeforeStep(FineTuningState state) => state switch
    {
        FineTuningState.SettingUp => FineTuningState.Init,
        FineTuningState.Training => FineTuningState.SetUp,
        FineTuningState.Delivering => FineTuningState.Trained,
        _ => state,
    };

    private static IOrderedEnumerable<ProviderTask> InOrder(IEnumerable<ProviderTask> tasks) =>
        tasks.OrderBy(task => task.CreatedAt).ThenBy(task => task.Nonce);

    private static ProviderTask Read(string path)
    {
        try
        {
            return TaskJson.Read(File.ReadAllBytes(path));
        }
        catch (Exception damage) when (damage is JsonException or FormatException)
        {
            throw new ZeroGException(
                "ZgDataDamaged", ErrorKind.InvalidData,
                $"'{path}' is no record of a fine-tuning task: {damage.Message} Bring it back from a copy, or move it away and settle the "
                + "task by hand.",
                path, damage);
        }
    }

    private void Keep(ProviderTask task)
    {
        OwnerOnlyFile.Write(_folder.Record(task.Id), TaskJson.Write(task), overwrite: true);
        _tasks[task.Id] = task;
    }
}
