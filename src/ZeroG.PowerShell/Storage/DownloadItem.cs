using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>One file to receive, or why it cannot be.</summary>
internal sealed class DownloadItem
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _path;
    private readonly DownloadItem? _earlier;

    /// <summary>A file to receive.</summary>
    /// <param name="given">The root as it was given.</param>
    /// <param name="roots">The root, or those of the fragments.</param>
    /// <param name="target">Where it shall lie.</param>
    /// <param name="path">Where it lay when it was sent; null when that is not known.</param>
    /// <param name="earlier">The last item with the same target; null without one.</param>
    public DownloadItem(StorageRoot given, IReadOnlyList<Hash256> roots, DownloadTarget target, string? path, DownloadItem? earlier) =>
        (Given, Roots, Target, _path, _earlier) = (given, roots, target, path, earlier);

    /// <summary>An item that failed before it began, and is reported when its turn comes.</summary>
    public DownloadItem(StorageRoot given, ZeroGException failure) => (Given, Failure) = (given, failure);

    /// <summary>The root as it was given, which errors are about.</summary>
    public StorageRoot Given { get; }

    /// <summary>The root, or those of the fragments in the order of the file; empty for a failure.</summary>
    public IReadOnlyList<Hash256> Roots { get; } = [];

    /// <summary>How it is received.</summary>
    public DownloadOptions Options { get; init; } = new();

    /// <summary>Where the file shall lie; null for a failure.</summary>
    public DownloadTarget? Target { get; }

    /// <summary>Why it cannot be received; null otherwise.</summary>
    public ZeroGException? Failure { get; }

    /// <summary>
    /// Waits until the item before it with the same target is done: two files with one target are written in their order. True when that
    /// one was an earlier state of the same file, written by this very command, which this one replaces.
    /// </summary>
    public async Task<bool> WaitForEarlierAsync(CancellationToken cancellationToken) =>
        _earlier is not null
        && await _earlier._done.Task.WaitAsync(cancellationToken)
        && !string.IsNullOrEmpty(_path)
        && _path == _earlier._path;

    /// <summary>Says that it is done.</summary>
    /// <param name="written">Whether the file was written.</param>
    public void End(bool written) => _done.TrySetResult(written);
}
