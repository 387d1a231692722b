using ZeroG.Nodes.Logging;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Logging;

public sealed class NodeLogTests
{
    [Fact]
    public void Read_MoreLinesThanCapacity_GivesTheLast()
    {
        using NodeLog log = new(capacity: 3);
        for (int i = 0; i < 5; i++)
        {
            log.Write(NodeLogLevel.Information, i, $"line {i}");
        }

        Assert.Equal([2, 3, 4], log.Read().Select(entry => entry.EventId));
        Assert.Equal([4], log.Read(1).Select(entry => entry.EventId));
        Assert.Empty(log.Read(0));
    }

    [Fact]
    public void Read_WithLevel_CountsOnlyLinesOfItAndAbove()
    {
        using NodeLog log = new(capacity: 4);
        NodeLogLevel[] levels = [NodeLogLevel.Error, NodeLogLevel.Warning, NodeLogLevel.Information, NodeLogLevel.Warning,
            NodeLogLevel.Information];
        for (int i = 0; i < levels.Length; i++)
        {
            log.Write(levels[i], i, "line");
        }

        Assert.Equal([1, 3], log.Read(level: NodeLogLevel.Warning).Select(entry => entry.EventId));
        Assert.Equal([3], log.Read(1, NodeLogLevel.Warning).Select(entry => entry.EventId));
        Assert.Empty(log.Read(level: NodeLogLevel.Error));
    }

    [Fact]
    public async Task Follow_WithLevel_LeavesOutTheOthers()
    {
        NodeLog log = new();
        log.Write(NodeLogLevel.Warning, 1, "before");
        log.Write(NodeLogLevel.Information, 2, "before");
        List<int> seen = [];
        await foreach (NodeLogEntry entry in log.FollowAsync(tail: 1, NodeLogLevel.Warning))
        {
            seen.Add(entry.EventId);
            if (seen.Count == 1)
            {
                log.Write(NodeLogLevel.Information, 3, "after");
                log.Write(NodeLogLevel.Error, 4, "after");
                log.Dispose();
            }
        }

        Assert.Equal([1, 4], seen);
    }

    [Fact]
    public void Write_BelowMinimum_IsDropped()
    {
        using NodeLog log = new(minimumLevel: NodeLogLevel.Warning);
        log.Write(NodeLogLevel.Information, 1, "not kept");
        log.Write(NodeLogLevel.Error, 2, "kept");

        Assert.Equal([2], log.Read().Select(entry => entry.EventId));
    }

    [Fact]
    public async Task Follow_LinesBeforeAndAfter_GivesEachOnceInOrderUntilClosed()
    {
        NodeLog log = new();
        log.Write(NodeLogLevel.Information, 1, "before");
        log.Write(NodeLogLevel.Information, 2, "before");
        List<int> seen = [];
        TaskCompletionSource gotTail = new();
        Task reading = Task.Run(async () =>
        {
            await foreach (NodeLogEntry entry in log.FollowAsync(tail: 1))
            {
                seen.Add(entry.EventId);
                gotTail.TrySetResult();
            }
        });
        await gotTail.Task;

        log.Write(NodeLogLevel.Information, 3, "after");
        log.Dispose();
        await reading.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal([2, 3], seen);
        Assert.Equal([1, 2, 3], log.Read().Select(entry => entry.EventId));
    }

    [Fact]
    public void Write_WithFile_AppendsOneLineAnEntryAcrossReopening()
    {
        using TempFolder folder = new();
        for (int i = 1; i <= 2; i++)
        {
            using NodeLog log = new(folder["logs/node.log"]);
            log.Write(NodeLogLevel.Warning, i, "first\nsecond");
        }

        string[] lines = File.ReadAllLines(folder["logs/node.log"]);
        Assert.Equal(2, lines.Length);
        Assert.EndsWith(" WRN 0002 first second", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void WriteLine_FileIsFull_RollsAndKeepsOne()
    {
        using TempFolder folder = new();
        using (RollingFile file = new(folder["node.log"], maximumSize: 100))
        {
            for (int i = 0; i < 10; i++)
            {
                file.WriteLine($"{i}:{new string('x', 38)}");
            }
        }

        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.StartsWith("9:", File.ReadAllLines(folder["node.log"])[^1], StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["node.log.1"]).Length <= 100);
    }

    /// <summary>As on Windows while somebody reads the file before this one; there is a folder in its place here.</summary>
    [Fact]
    public void WriteLine_FileIsFullAndCannotBeSetAside_GoesOnUpToTwiceTheSize()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["node.log.1"]);
        using (RollingFile file = new(folder["node.log"], maximumSize: 100))
        {
            for (int i = 0; i < 4; i++)
            {
                file.WriteLine($"{i}:{new string('x', 38)}");
            }

            Assert.Equal(4 * (40 + Environment.NewLine.Length), new FileInfo(folder["node.log"]).Length);
            for (int i = 4; i < 20; i++)
            {
                file.WriteLine($"{i}:{new string('x', 38)}");
            }

            Assert.InRange(new FileInfo(folder["node.log"]).Length, 200, 250);
            Directory.Delete(folder["node.log.1"]);
            file.WriteLine("20:");
        }

        Assert.Equal("20:", Assert.Single(File.ReadAllLines(folder["node.log"])));
    }
}
