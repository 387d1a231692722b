using System.Runtime.CompilerServices;
using System.Text;
using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Detached;

/// <summary>The log of a node of another process, read from its file and the file before it.</summary>
/// <param name="path">The file.</param>
/// <param name="hasEnded">Whether no more lines will come.</param>
internal sealed class NodeLogFile(string path, Func<bool> hasEnded) : INodeLog
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>All lines that are kept, oldest first; lines of another form are passed over.</summary>
    public static IEnumerable<NodeLogEntry> ReadAll(string path) =>
        new[] { path + RollingFile.PreviousSuffix, path }.SelectMany(file => ReadFrom(file, 0).Entries);

    public IReadOnlyList<NodeLogEntry> Read(int tail = int.MaxValue, NodeLogLevel level = NodeLogLevel.Debug)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        return [.. ReadAll(path).Where(entry => entry.Level >= level).TakeLast(tail)];
    }

    public async IAsyncEnumerable<NodeLogEntry> FollowAsync(
        int tail = 0, NodeLogLevel level = NodeLogLevel.Debug, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        long position = ReadFrom(path, 0).End;
        foreach (NodeLogEntry entry in ReadAll(path, position).Where(entry => entry.Level >= level).TakeLast(tail))
        {
            yield return entry;
        }

        while (true)
        {
            // Asked before reading: a line that was written before the end is not missed.
            bool last = hasEnded();
            if (Length(path) < position)
            {
                // The file was full and has been set aside under the other name.
                (List<NodeLogEntry> rest, _) = ReadFrom(path + RollingFile.PreviousSuffix, position);
                foreach (NodeLogEntry entry in rest.Where(entry => entry.Level >= level))
                {
                    yield return entry;
                }

                position = 0;
            }

            (List<NodeLogEntry> entries, position) = ReadFrom(path, position);
            foreach (NodeLogEntry entry in entries.Where(entry => entry.Level >= level))
            {
                yield return entry;
            }

            if (last)
            {
                yield break;
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<NodeLogEntry> ReadAll(string path, long end) =>
        ReadFrom(path + RollingFile.PreviousSuffix, 0).Entries.Concat(ReadFrom(path, 0, end).Entries);

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The whole lines from a position on, and where the last of them ends.</summary>
    private static (List<NodeLogEntry> Entries, long End) ReadFrom(string path, long start, long end = long.MaxValue)
    {
        try
        {
            using FileStream file = SharedFile.OpenRead(path);
            file.Position = start;
            byte[] bytes = new byte[Math.Max(0, Math.Min(file.Length, end) - start)];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            int whole = bytes.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            string[] lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return ([.. lines.Select(line => NodeLogEntry.TryParse(line.TrimEnd('\r'))).OfType<NodeLogEntry>()], start + whole);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return ([], start);
        }
    }
}
