using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

public sealed class FileDownloadResumeTests : IAsyncLifetime
{
    private const int Segment = FlowPadding.SegmentSize;

    private static readonly byte[] File5 = VectorInput.Generate("lcg32", (4 * Segment) + 1000);

    private readonly TempFolder _folder = new();
    private readonly ScriptedNode _node = new();
    private Hash256 _root;

    private string Partial => _folder["out.bin.download"];

    private IEnumerable<long> Asked =>
        _node.Calls.Where(call => call.Method == "zgs_downloadSegmentWithProofByTxSeq").Select(call => call.Parameters[1].GetInt64());

    public async ValueTask InitializeAsync()
    {
        using FileSource source = FileSource.FromBytes(File5);
        FileTree tree = await FileTree.BuildAsync(source);
        _node.Keep(File5, tree);
        _root = tree.Root;
    }

    public ValueTask DisposeAsync()
    {
        _node.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Receive_TargetAppearsMeanwhile_KeepsWhatCame()
    {
        _node.Answering = (method, parameters) =>
        {
            if (method == "zgs_downloadSegmentWithProofByTxSeq")
            {
                File.WriteAllText(_folder["out.bin"], "somebody else's");
            }

            return null;
        };
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync());
        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Equal("somebody else's", await File.ReadAllTextAsync(_folder["out.bin"]));
        File.Delete(_folder["out.bin"]);
        _node.Answering = (_, _) => null;
        _node.Calls.Clear();

        await ReceiveAsync();

        Assert.Empty(Asked);
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_Cancelled_LeavesWhatCameAndGoesOnThere()
    {
        using CancellationTokenSource cancel = new();
        _node.Answering = (method, parameters) =>
        {
            if (method == "zgs_downloadSegmentWithProofByTxSeq" && parameters[1].GetInt64() == 3)
            {
                cancel.Cancel();
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ReceiveAsync(new DownloadOptions { ThrottleLimit = 1 }, cancel.Token));
        Assert.Equal(3 * Segment, OffsetOf(await File.ReadAllBytesAsync(Partial)));
        Assert.False(File.Exists(_folder["out.bin"]));
        _node.Answering = (_, _) => null;
        _node.Calls.Clear();

        await ReceiveAsync();

        Assert.Equal([3L, 4L], Asked.Order());
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Theory]
    [InlineData(2 * Segment, new long[] { 2, 3, 4 })]
    [InlineData((2 * Segment) + 256, new long[] { 2, 3, 4 })]
    [InlineData((4 * Segment) + 1000, new long[] { })]
    public async Task Receive_PartialFileOfTheOfficialClient_IsFinished(int offset, long[] missing)
    {
        await WritePartialAsync(_root, File5.Length, offset);

        await ReceiveAsync();

        Assert.Equal(missing, Asked.Order());
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
        Assert.False(File.Exists(Partial));
    }

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 0, true)]
    [InlineData(true, 2 * Segment, true)]
    public async Task Receive_Whole_IsReadAgainOnlyWhereThisRunHasNoProof(bool withProof, int offset, bool again)
    {
        if (offset > 0)
        {
            await WritePartialAsync(_root, File5.Length, offset);
        }

        List<TransferProgress> reports = [];
        using NodeSet nodes = await NodeSet.FromNodesAsync([_node.Client]);
        await new FileDownload(nodes, new DownloadOptions { WithProof = withProof })
            .ReceiveAsync(_root, _folder["out.bin"], new ListProgress<TransferProgress>(reports));

        Assert.Equal(again, reports.Exists(report => report.Phase == TransferPhase.Verifying));
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Fact]
    public void Append_MuchAtOnce_IsFlushedBehindAndClosedInTime()
    {
        byte[] piece = VectorInput.Generate("lcg32", 9 << 20);
        for (int run = 0; run < 3; run++)
        {
            using PartialFile partial = PartialFile.Open(_folder["out.bin"], _root, 3 * piece.Length, force: false);
            Assert.Equal((long)run * piece.Length, partial.Offset);
            partial.Append(piece);
        }

        using (PartialFile whole = PartialFile.Open(_folder["out.bin"], _root, 3 * piece.Length, force: false))
        {
            whole.Seal(overwrite: false);
        }

        Assert.Equal([.. piece, .. piece, .. piece], File.ReadAllBytes(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_PartialFileWasTorn_StartsOverByItself()
    {
        await WritePartialAsync(_root, File5.Length, 3 * Segment, tornAt: Segment);

        await ReceiveAsync();

        Assert.Equal(5, Asked.Distinct().Count());
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_EndedBetweenCuttingTheTrailerAndTheName_SealsWhatIsThere()
    {
        await File.WriteAllBytesAsync(Partial, File5);

        await ReceiveAsync();

        Assert.Empty(Asked);
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task Receive_SomebodyElsesFileOfTheSameSize_IsLeftUnlessForced()
    {
        byte[] other = [.. File5];
        other[1] ^= 1;
        await File.WriteAllBytesAsync(Partial, other);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync());
        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Equal(other, await File.ReadAllBytesAsync(Partial));

        await ReceiveAsync(new DownloadOptions { Force = true });
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_PartialFileOfAnotherRoot_IsLeftUnlessForced()
    {
        await WritePartialAsync(Hash256.Keccak([1]), File5.Length, Segment);
        byte[] before = await File.ReadAllBytesAsync(Partial);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync());
        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Equal(Partial, failure.Target);
        Assert.Equal(before, await File.ReadAllBytesAsync(Partial));

        await ReceiveAsync(new DownloadOptions { Force = true });
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_SameTargetTwiceAtOnce_OneIsRefused()
    {
        using (PartialFile.Open(_folder["out.bin"], _root, File5.Length, force: false))
        {
            ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync());
            Assert.Equal("ZgTargetBusy", failure.ErrorId);
        }

        await ReceiveAsync();
    }

    [Theory]
    [InlineData("a", 255)]
    [InlineData("日", 83)]
    public async Task Receive_LongestNameThatAFileCanHave_IsReceivedAndGoesOn(string letter, int count)
    {
        string target = _folder[string.Concat(Enumerable.Repeat(letter, count))];
        using CancellationTokenSource stop = new();
        _node.Answering = (method, parameters) =>
        {
            if (method == "zgs_downloadSegmentWithProofByTxSeq" && parameters[1].GetInt64() == 2)
            {
                stop.Cancel();
            }

            return null;
        };
        using NodeSet nodes = await NodeSet.FromNodesAsync([_node.Client]);
        FileDownload download = new(nodes, new DownloadOptions { ThrottleLimit = 1 });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download.ReceiveAsync(_root, target, null, stop.Token));
        Assert.Equal([_folder[$"{_root}.download"]], Directory.GetFiles(_folder.Path));
        _node.Answering = (_, _) => null;
        _node.Calls.Clear();
        await download.ReceiveAsync(_root, target);

        Assert.Equal([2, 3, 4], Asked);
        Assert.Equal([target], Directory.GetFiles(_folder.Path));
        Assert.Equal(File5, await File.ReadAllBytesAsync(target));
    }

    [Fact]
    public async Task Receive_FolderIsMissing_CannotBeWritten()
    {
        using NodeSet nodes = await NodeSet.FromNodesAsync([_node.Client]);

        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => new FileDownload(nodes).ReceiveAsync(_root, _folder["missing/out.bin"]));

        Assert.Equal("ZgWriteFailed", failure.ErrorId);
    }

    private static long OffsetOf(byte[] partial) => BinaryPrimitives.ReadInt64BigEndian(partial.AsSpan(^8..));

    private async Task WritePartialAsync(Hash256 root, int size, int offset, int? tornAt = null)
    {
        byte[] partial = new byte[size + 48];
        File5.AsSpan(0, offset).CopyTo(partial);
        root.CopyTo(partial.AsSpan(size));
        BinaryPrimitives.WriteInt64BigEndian(partial.AsSpan(size + 32), size);
        BinaryPrimitives.WriteInt64BigEndian(partial.AsSpan(size + 40), offset);
        if (tornAt is { } torn)
        {
            partial.AsSpan(torn, 4096).Clear();
        }

        await File.WriteAllBytesAsync(Partial, partial);
    }

    private async Task<DownloadResult> ReceiveAsync(DownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using NodeSet nodes = await NodeSet.FromNodesAsync([_node.Client], mayFail: false, cancellationToken);
        return await new FileDownload(nodes, options).ReceiveAsync(_root, _folder["out.bin"], null, cancellationToken);
    }
}
