using ZeroG.Chain;

namespace ZeroG.PowerShell.Storage;

/// <summary>One file to receive, or why it cannot be.</summary>
internal sealed class DownloadItem
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A file to receive.</summary>
    /// <param name="given">The root as it was given.</param>
    /// <param name="hash">The root.</param>
    /// <param name="target">Where it shall lie.</param>
    /// <param name="earlier">Ends when an earlier file with the same target is done; null without one.</param>
    public DownloadItem(StorageRoot given, Hash256 hash, DownloadTarget target, Task? earlier) =>
        (Given, Hash, Target, Earlier) = (given, hash, target, earlier ?? Task.CompletedTask);

    /// <summary>An item that failed before it began, and is reported when its turn comes.</summary>
    public DownloadItem(StorageRoot given, ZeroGException failure) => (Given, Failure, Earlier) = (given, failure, Task.CompletedTask);

    /// <summary>The root as it was given, which errors are about.</summary>
    public StorageRoot Given { get; }

    /// <summary>The root.</summary>
    public Hash256 Hash { get; }

    /// <summary>Where the file shall lie; null for a failure.</summary>
    public DownloadTarget? Target { get; }

    /// <summary>Why it cannot be received; null otherwise.</summary>
    public ZeroGException? Failure { get; }

    /// <summary>To be waited for: two files with one target are written in their order.</summary>
    public Task Earlier { get; }

    /// <summary>Ends when this file is done.</summary>
    public Task Done => _done.Task;

    /// <summary>Says that it is done, well or not.</summary>
    public void End() => _done.TrySetResult();
}
