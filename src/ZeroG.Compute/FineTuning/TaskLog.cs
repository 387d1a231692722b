using System.Runtime.CompilerServices;
using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning;

/// <summary>What a provider writes about a task, line by line, made fit for a terminal.</summary>
/// <param name="tasks">The user's tasks at the provider.</param>
/// <param name="taskId">The task.</param>
public sealed class TaskLog(ProviderTasks tasks, Guid taskId)
{
    // Long enough for a line of a trainer's figures.
    private const int LongestLine = 4000;

    /// <summary>The lines so far, the oldest first; none before the provider has written any.</summary>
    /// <exception cref="ZeroGException"><c>ZgTaskNotFound</c>, <c>ZgProviderUnreachable</c>.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken = default) =>
        Split(await tasks.Client.FindLogAsync(taskId, cancellationToken) ?? "", isWhole: true);

    /// <summary>
    /// The lines so far and each new one, until the task is delivered or has ended. A provider that does not answer for a while is waited
    /// for.
    /// </summary>
    /// <param name="skip">Lines at the beginning to leave out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<string> FollowAsync(int skip, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int shown = skip;
        bool isOver = false;
        while (true)
        {
            IReadOnlyList<string> lines = [];
            try
            {
                // Asked before the log, so that what was written up to the end is in it.
                FineTuningState state = (await tasks.Client.GetTaskAsync(taskId, cancellationToken)).State;
                isOver = state.IsEnd() || state.HasReached(FineTuningState.Delivered);
                lines = Split(await tasks.Client.FindLogAsync(taskId, cancellationToken) ?? "", isOver);
            }
            catch (ProviderFault fault) when (fault.IsTransient)
            {
                isOver = false;
                await tasks.FollowProviderAsync(cancellationToken);
            }

            for (; shown < lines.Count; shown++)
            {
                yield return lines[shown];
            }

            if (isOver)
            {
                yield break;
            }

            await tasks.PauseAsync(cancellationToken);
        }
    }

    /// <summary>Lines of a log. The last one may still be written, and counts only when the log is whole.</summary>
    internal static IReadOnlyList<string> Split(string log, bool isWhole)
    {
        string[] lines = log.Split('\n');
        int count = isWhole && lines[^1].Length > 0 ? lines.Length : lines.Length - 1;
        return [.. lines.Take(count).Select(Clean)];
    }

    // Progress bars write over themselves; what stands at the end is the last state.
    private static string Clean(string line)
    {
        string trimmed = line.TrimEnd('\r', ' ');
        return ForeignText.Clean(trimmed[(trimmed.LastIndexOf('\r') + 1)..], LongestLine);
    }
}
