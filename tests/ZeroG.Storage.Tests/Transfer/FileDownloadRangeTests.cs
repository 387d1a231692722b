using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Transfer;

public sealed class FileDownloadRangeTests : IDisposable
{
    private const int Segment = FlowPadding.SegmentSize;

    private static readonly byte[] File5 = VectorInput.Generate("lcg32", (4 * Segment) + 1000);

    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Receive_AnyRangeOfAnyFile_IsThatSlice()
    {
        Random random = new(9);
        foreach (int size in new[] { 1, 255, 257, Segment, Segment + 1, (3 * Segment) + 1000 })
        {
            byte[] bytes = File5[..size];
            Hash256 root = await _bench.KeepAsync(bytes);
            for (int i = 0; i < 12; i++)
            {
                int start = i == 0 ? size - 1 : random.Next(size);
                int length = i == 1 ? size - start : 1 + random.Next(size - start);
                FileDownload download = await _bench.OpenAsync(new DownloadOptions { Range = new ByteRange(start, length) });

                await using Stream stream = await download.OpenReadAsync([root]);
                using MemoryStream read = new();
                await stream.CopyToAsync(read);

                Assert.Equal(bytes.AsSpan(start, length).ToArray(), read.ToArray());
            }
        }
    }

    [Fact]
    public async Task Receive_RangeIntoAFile_WritesItAndAsksForNoOtherSegment()
    {
        Hash256 root = await _bench.KeepAsync(File5);

        DownloadResult result = await _bench.ReceiveAsync([root], new DownloadOptions { Range = new ByteRange(Segment + 5, Segment) });

        Assert.Equal(File5.AsSpan(Segment + 5, Segment).ToArray(), await File.ReadAllBytesAsync(_bench.Target));
        Assert.Equal([1, 2], _bench.Asked.Select(asked => asked.Segment).Order());
        Assert.Equal(Segment, result.Size);
        Assert.Equal(root, result.Root);
        Assert.False(File.Exists(_bench.Partial));
    }

    [Fact]
    public async Task Receive_RangeWithoutLength_GoesToTheEnd()
    {
        Hash256 root = await _bench.KeepAsync(File5);

        await _bench.ReceiveAsync([root], new DownloadOptions { Range = new ByteRange(File5.Length - 7) });

        Assert.Equal(File5[^7..], await File.ReadAllBytesAsync(_bench.Target));
    }

    [Fact]
    public async Task Receive_RangeAndNoProofsAskedFor_ProvesItAllTheSame()
    {
        Hash256 root = await _bench.KeepAsync(File5);
        _bench.Nodes[0].Answering = (method, parameters) => FileDownloadTests.Lie("data", method, parameters);

        await _bench.FailsAsync(
            "ZgProofInvalid", [root], new DownloadOptions { Range = new ByteRange(2 * Segment, 10), WithProof = false });

        Assert.False(File.Exists(_bench.Target));
    }

    [Theory]
    [InlineData(-1, 1L)]
    [InlineData(0, 0L)]
    [InlineData(0, -1L)]
    [InlineData(1000, 1L)]
    [InlineData(1000, null)]
    [InlineData(999, 2L)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public async Task Receive_RangeOutsideTheFile_IsRefused(long offset, long? length)
    {
        Hash256 root = await _bench.KeepAsync(new byte[1000]);

        ZeroGException failure =
            await _bench.FailsAsync("ZgRangeInvalid", [root], new DownloadOptions { Range = new ByteRange(offset, length) });

        Assert.Contains("1000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_bench.Folder.Path));
    }

    [Fact]
    public async Task Receive_RangeWasInterrupted_GoesOnThere()
    {
        Hash256 root = await _bench.KeepAsync(File5);
        DownloadOptions options = new() { Range = new ByteRange(100, 4 * Segment) };
        await _bench.StopAtAsync([root], 3, options);

        await _bench.ReceiveAsync([root], options);

        Assert.Equal([3, 4], _bench.Asked.Select(asked => asked.Segment).Order());
        Assert.Equal(File5.AsSpan(100, 4 * Segment).ToArray(), await File.ReadAllBytesAsync(_bench.Target));
    }

    [Fact]
    public async Task Receive_OtherRangeWasInterrupted_IsNotMistakenForThisOne()
    {
        Hash256 root = await _bench.KeepAsync(File5);
        await _bench.StopAtAsync([root], 3, new DownloadOptions { Range = new ByteRange(100, 4 * Segment) });

        await _bench.FailsAsync("ZgTargetExists", [root], new DownloadOptions { Range = new ByteRange(101, 4 * Segment) });
        await _bench.FailsAsync("ZgTargetExists", [root]);
    }

    [Fact]
    public async Task OpenRead_AnyReadsAndSeeks_GiveTheBytesOfTheFile()
    {
        Hash256 root = await _bench.KeepAsync(File5);
        await using Stream stream = await (await _bench.OpenAsync()).OpenReadAsync([root]);
        Random random = new(4);
        byte[] buffer = new byte[2 * Segment];
        Assert.Equal(File5.Length, stream.Length);
        for (int i = 0; i < 60; i++)
        {
            if (i % 4 == 0)
            {
                stream.Position = random.Next(File5.Length + 10);
            }

            int start = (int)stream.Position;
            int read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, random.Next(1, buffer.Length)), 1, throwOnEndOfStream: false);

            Assert.Equal(start + read, stream.Position);
            Assert.Equal(File5.AsSpan(Math.Min(start, File5.Length), read).ToArray(), buffer[..read]);
            Assert.Equal(start >= File5.Length, read == 0);
        }
    }

    [Fact]
    public async Task OpenRead_ReadIsCancelled_CanBeReadAgain()
    {
        Hash256 root = await _bench.KeepAsync(File5);
        await using Stream stream = await (await _bench.OpenAsync()).OpenReadAsync([root]);
        using CancellationTokenSource stop = new();
        _bench.Nodes[0].Answering = (method, _) =>
        {
            stop.Cancel();
            return null;
        };
        byte[] buffer = new byte[100];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ReadExactlyAsync(buffer, stop.Token));
        _bench.Nodes[0].Answering = (_, _) => null;
        await stream.ReadExactlyAsync(buffer);

        Assert.Equal(File5[..100], buffer);
    }

    [Fact]
    public async Task OpenRead_SynchronousCopy_GivesTheFile()
    {
        Hash256 root = await _bench.KeepAsync(File5);
        using Stream stream = await (await _bench.OpenAsync()).OpenReadAsync([root]);
        using MemoryStream copy = new();

        stream.CopyTo(copy);

        Assert.Equal(File5, copy.ToArray());
        Assert.False(stream.CanWrite);
    }

    [Fact]
    public async Task Receive_ShardedNodesAndALiar_TakesTheSegmentElsewhereAndNamesTheLiarOnce()
    {
        using DownloadBench bench = new(
            new ScriptedNode("even", new ShardConfig(0, 2)), new ScriptedNode("odd", new ShardConfig(1, 2)), new ScriptedNode("liar"));
        Hash256 root = await bench.KeepAsync(File5);
        bench.Nodes[2].Answering = (method, parameters) => method == "zgs_downloadSegmentWithProofByTxSeq"
            ? FileDownloadTests.Lie(
                "data", method, System.Text.Json.JsonSerializer.SerializeToElement(new[] { parameters[0].GetInt64(), 2 }))
            : null;

        await bench.ReceiveAsync([root]);

        Assert.Equal(File5, await File.ReadAllBytesAsync(bench.Target));
        string warning = Assert.Single(bench.Warnings);
        Assert.StartsWith("Storage node http://liar.test:5678", warning, StringComparison.Ordinal);
    }
}
