using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ZeroG.Nodes.Logging;

/// <summary>
/// The log of one node: the last lines in memory, and all of them in a file where one is given. Writing never waits for readers and never
/// fails.
/// </summary>
public sealed class NodeLog : INodeLog, IDisposable
{
    /// <summary>Lines kept in memory when nothing else is asked.</summary>
    public const int DefaultCapacity = 2000;

    // A follower that stands still (a paused pipeline) loses the oldest lines, not the node's memory.
    private const int FollowerBacklog = 4096;

    private readonly Lock _gate = new();
    private readonly NodeLogEntry[] _ring;
    private readonly List<Channel<NodeLogEntry>> _followers = [];
    private readonly List<RollingFile> _files = [];
    private readonly TimeProvider _time;
    private long _count;
    private bool _closed;

    /// <summary>Makes a log.</summary>
    /// <param name="filePath">File that gets every line; null for memory only.</param>
    /// <param name="minimumLevel">Lines below it are dropped.</param>
    /// <param name="capacity">Lines kept in memory.</param>
    /// <param name="time">Clock of the entries; null is the system's.</param>
    public NodeLog(
        string? filePath = null, NodeLogLevel minimumLevel = NodeLogLevel.Information, int capacity = DefaultCapacity,
        TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _ring = new NodeLogEntry[capacity];
        if (filePath is not null)
        {
            _files.Add(new RollingFile(filePath));
        }

        _time = time ?? TimeProvider.System;
        MinimumLevel = minimumLevel;
    }

    /// <summary>Lines below this level are dropped.</summary>
    public NodeLogLevel MinimumLevel { get; set; }

    /// <summary>Adds a line.</summary>
    public void Write(NodeLogLevel level, int eventId, string message)
    {
        if (level < MinimumLevel)
        {
            return;
        }

        NodeLogEntry entry = new(_time.GetUtcNow(), level, eventId, message);
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _ring[_count++ % _ring.Length] = entry;
            string line = entry.ToString();
            _files.ForEach(file => file.WriteLine(line));
            foreach (Channel<NodeLogEntry> follower in _followers)
            {
                follower.Writer.TryWrite(entry);
            }
        }
    }

    /// <summary>From now on every line goes to this file too, after those that are in memory.</summary>
    public void CopyTo(string filePath)
    {
        lock (_gate)
        {
            RollingFile file = new(filePath);
            foreach (NodeLogEntry entry in Tail(int.MaxValue, NodeLogLevel.Debug))
            {
                file.WriteLine(entry.ToString());
            }

            _files.Add(file);
        }
    }

    /// <summary>The last lines in memory, oldest first.</summary>
    /// <param name="tail">Lines at most.</param>
    /// <param name="level">Lines below it are left out and not counted.</param>
    public IReadOnlyList<NodeLogEntry> Read(int tail = int.MaxValue, NodeLogLevel level = NodeLogLevel.Debug)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        lock (_gate)
        {
            return Tail(tail, level);
        }
    }

    /// <summary>The last lines in memory and then each new one as it comes, until the log is closed or the caller cancels.</summary>
    /// <param name="tail">Lines in memory at most.</param>
    /// <param name="level">Lines below it are left out and not counted.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public async IAsyncEnumerable<NodeLogEntry> FollowAsync(
        int tail = 0, NodeLogLevel level = NodeLogLevel.Debug, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        Channel<NodeLogEntry> channel = Channel.CreateBounded<NodeLogEntry>(
            new BoundedChannelOptions(FollowerBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        NodeLogEntry[] last;
        lock (_gate)
        {
            last = Tail(tail, level);
            if (_closed)
            {
                channel.Writer.Complete();
            }
            else
            {
                _followers.Add(channel);
            }
        }

        try
        {
            foreach (NodeLogEntry entry in last)
            {
                yield return entry;
            }

            await foreach (NodeLogEntry entry in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (entry.Level >= level)
                {
                    yield return entry;
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _followers.Remove(channel);
            }
        }
    }

    /// <summary>Closes the file and ends all followers; the lines in memory stay readable.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _files.ForEach(file => file.Dispose());
            foreach (Channel<NodeLogEntry> follower in _followers)
            {
                follower.Writer.TryComplete();
            }
        }
    }

    private NodeLogEntry[] Tail(int tail, NodeLogLevel level)
    {
        List<NodeLogEntry> entries = [];
        for (long number = _count - 1; number >= Math.Max(0, _count - _ring.Length) && entries.Count < tail; number--)
        {
            NodeLogEntry entry = _ring[number % _ring.Length];
            if (entry.Level >= level)
            {
                entries.Add(entry);
            }
        }

        entries.Reverse();
        return [.. entries];
    }
}
