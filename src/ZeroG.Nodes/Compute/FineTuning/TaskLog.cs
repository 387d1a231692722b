using System.Globalization;
using System.Text;
using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>What users read of their tasks, line after line with its time; the provider's operator reads it in the node's log.</summary>
internal sealed class TaskLog(TaskFolder folder, NodeLog log, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>The whole log of a task; null when it has none.</summary>
    public byte[]? Read(Guid task)
    {
        lock (_gate)
        {
            string path = folder.Log(task);
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
    }

    /// <summary>Adds a line about something that went as it should.</summary>
    public void Write(Guid task, string line)
    {
        Append(task, line);
        FineTuningLog.TaskMoved(log, task, line);
    }

    /// <summary>Adds a line about something that failed or that the user had better know.</summary>
    public void Warn(Guid task, string line)
    {
        Append(task, line);
        FineTuningLog.TaskWarned(log, task, line);
    }

    private void Append(Guid task, string line)
    {
        lock (_gate)
        {
            using FileStream file = OwnerOnlyFile.Open(folder.Log(task), FileMode.OpenOrCreate, FileShare.Read);
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {line}\n")));
        }
    }
}
