using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>
/// Reads a dataset as providers do, line after line, so that its size does not matter: UTF-8, one JSON object a line, all of the first
/// one's shape.
/// </summary>
public static class DatasetCheck
{
    private const int LongestLine = 64 << 20;

    private static readonly string[] Extensions = [".jsonl", ".json"];

    /// <summary>Whether providers take a file of this name.</summary>
    public static bool IsName(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a dataset of a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="progress">Receives the bytes read so far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgFileIsDirectory</c>, <c>ZgFileUnreadable</c>.</exception>
    public static async Task<DatasetReport> RunAsync(
        string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Directory.Exists(path))
        {
            throw new ZeroGException(
                "ZgFileIsDirectory", ErrorKind.InvalidArgument, $"'{path}' is a directory where a dataset is expected. Name a file.", path);
        }

        try
        {
            await using FileStream file = new(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            return await RunAsync(file, path, progress, cancellationToken);
        }
        catch (Exception failure) when (FileFault.Unreadable(path, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Reads a dataset of a stream, from where it stands.</summary>
    /// <param name="stream">The dataset.</param>
    /// <param name="path">What the report calls it.</param>
    /// <param name="progress">Receives the bytes read so far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<DatasetReport> RunAsync(
        Stream stream, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        LineBuffer lines = new(stream, LongestLine);
        DatasetTally tally = new();
        do
        {
            tally.TakeAll(lines);
            progress?.Report(lines.Position);
        }
        while (await lines.FillAsync(cancellationToken));
        if (lines.IsTooLong)
        {
            tally.Fail(lines.Line + 1, $"longer than {LongestLine >> 20} MiB; what comes behind it was not read");
        }

        return tally.Report(path, lines.Position);
    }
}
