using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Logging;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Detached;

public sealed class NodeLogFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder["node.log"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TailAndLevel_AsFromMemory()
    {
        using NodeLog log = new(Path);
        log.Write(NodeLogLevel.Information, 1, "one");
        log.Write(NodeLogLevel.Warning, 2, "two\nlines");
        log.Write(NodeLogLevel.Information, 3, "three");
        using (FileStream other = new(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            other.Write("a line of somebody else\n"u8);
        }

        NodeLogFile file = new(Path, () => true);

        Assert.Equal([1, 2, 3], file.Read().Select(entry => entry.EventId));
        Assert.Equal([3], file.Read(tail: 1).Select(entry => entry.EventId));
        NodeLogEntry warning = Assert.Single(file.Read(level: NodeLogLevel.Warning));
        Assert.Equal("two lines", warning.Message);
        Assert.Equal(log.Read()[1].Time.ToUnixTimeMilliseconds(), warning.Time.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Read_FileThatIsNotThere_IsEmpty() => Assert.Empty(new NodeLogFile(_folder["none/node.log"], () => true).Read());

    [Fact]
    public async Task Follow_OverARoll_GivesEachLineOnceAndEndsWithTheNode()
    {
        using RollingFile writer = new(Path, maximumSize: 400);
        bool ended = false;
        for (int number = 0; number < 4; number++)
        {
            writer.WriteLine(Line(number));
        }

        List<int> seen = [];
        NodeLogFile file = new(Path, () => ended);
        await foreach (NodeLogEntry entry in file.FollowAsync(tail: 2, cancellationToken: TestContext.Current.CancellationToken))
        {
            seen.Add(entry.EventId);
            if (seen.Count is 2 or 5)
            {
                // The first three fill the file; the second three roll it.
                int next = seen.Count + 2;
                for (int number = next; number < next + 3; number++)
                {
                    writer.WriteLine(Line(number));
                }
            }

            ended = seen.Count == 8;
        }

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], seen);
        Assert.True(File.Exists(Path + RollingFile.PreviousSuffix));
    }

    [Fact]
    public void CopyTo_LinesBeforeAndAfter_AreInTheFile()
    {
        using (NodeLog log = new())
        {
            log.Write(NodeLogLevel.Information, 1, "before");
            log.CopyTo(Path);
            log.Write(NodeLogLevel.Error, 2, "after");
        }

        Assert.Equal(["before", "after"], NodeLogFile.ReadAll(Path).Select(entry => entry.Message));
    }

    private static string Line(int number) =>
        new NodeLogEntry(DateTimeOffset.UtcNow, NodeLogLevel.Information, number, "a line of some length").ToString();
}
