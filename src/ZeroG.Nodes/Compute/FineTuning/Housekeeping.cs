using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Deletes what nobody needs any more, so that the disk does not fill: models of tasks that are over, and uploaded datasets that no task
/// waits for. Records and logs stay; they are small and say what was paid.
/// </summary>
internal sealed class Housekeeping(
    FineTuningProviderOptions options, TaskStore store, TaskFolder folder, TimeProvider time) : IProviderWork
{
    // Files are looked at seldom; what they hold is kept for days.
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private DateTimeOffset _next;

    /// <inheritdoc/>
    public Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now >= _next)
        {
            _next = now + Interval;
            DateTimeOffset oldest = now - options.Retention;
            IReadOnlyList<ProviderTask> tasks = store.List();
            foreach (ProviderTask task in tasks.Where(task => task.State.IsEnd() && task.UpdatedAt < oldest))
            {
                File.Delete(folder.Model(task.Id));
            }

            foreach (string dataset in folder.Datasets.Where(path => File.GetLastWriteTimeUtc(path) < oldest.UtcDateTime))
            {
                if (!tasks.Any(task => !task.State.IsEnd() && folder.IsDataset(dataset, task.User, task.DatasetHash)))
                {
                    File.Delete(dataset);
                }
            }
        }

        return Task.FromResult(false);
    }
}
