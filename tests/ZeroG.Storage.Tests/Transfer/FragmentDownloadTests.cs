using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Transfer;

public sealed class FragmentDownloadTests : IDisposable
{
    private const int Segment = FlowPadding.SegmentSize;

    private static readonly byte[] Whole = VectorInput.Generate("lcg32", (4 * Segment) + 1000);

    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(256)]
    [InlineData(Segment / 2)]
    [InlineData(2 * Segment)]
    public async Task Receive_FragmentsInOrder_AreOneFile(int fragmentSize)
    {
        byte[] bytes = fragmentSize == 256 ? Whole[..3000] : Whole;
        Hash256[] roots = await _bench.KeepFragmentsAsync(bytes, fragmentSize);

        DownloadResult result = await _bench.ReceiveAsync(roots);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_bench.Target));
        Assert.Equal(bytes.Length, result.Size);
        Assert.Equal(roots[0], result.Root);
    }

    [Fact]
    public async Task Receive_SameFragmentTwice_IsThereTwice()
    {
        byte[] bytes = [.. Whole[..Segment], .. Whole[..Segment]];
        Hash256[] roots = await _bench.KeepFragmentsAsync(bytes, Segment);

        await _bench.ReceiveAsync(roots);

        Assert.Equal(roots[0], roots[1]);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_bench.Target));
    }

    [Fact]
    public async Task Receive_RangeOverTheBorderOfFragments_IsThatSlice()
    {
        Hash256[] roots = await _bench.KeepFragmentsAsync(Whole, Segment / 2);

        await _bench.ReceiveAsync(roots, new DownloadOptions { Range = new ByteRange(Segment - 10, 20) });

        Assert.Equal(Whole.AsSpan(Segment - 10, 20).ToArray(), await File.ReadAllBytesAsync(_bench.Target));
        Assert.Equal(2, _bench.Asked.Count());
    }

    [Fact]
    public async Task Receive_Interrupted_GoesOnInTheRightFragment()
    {
        Hash256[] roots = await _bench.KeepFragmentsAsync(Whole, 2 * Segment);
        using CancellationTokenSource stop = new();
        _bench.Nodes[0].Answering = (method, parameters) =>
        {
            if (method == "zgs_downloadSegmentWithProofByTxSeq" && parameters[0].GetInt64() == 8 && parameters[1].GetInt64() == 1)
            {
                stop.Cancel();
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _bench.ReceiveAsync(roots, new DownloadOptions { ThrottleLimit = 1 }, stop.Token));
        _bench.Nodes[0].Answering = (_, _) => null;
        _bench.Nodes[0].Calls.Clear();

        await _bench.ReceiveAsync(roots);

        Assert.Equal([(8, 1), (9, 0)], _bench.Asked.Order());
        Assert.Equal(Whole, await File.ReadAllBytesAsync(_bench.Target));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Receive_SizeOfTheWholeIsKnown_IsThatOfTheFragmentsTogether(int more, bool fits)
    {
        Hash256[] roots = await _bench.KeepFragmentsAsync(Whole, 2 * Segment);
        DownloadOptions options = new DownloadOptions().ForSize(Whole.Length + more, null);

        if (fits)
        {
            Assert.Equal(Whole.Length, (await _bench.ReceiveAsync(roots, options)).Size);
        }
        else
        {
            await _bench.FailsAsync("ZgSizeMismatch", roots, options);
        }
    }

    [Fact]
    public async Task Receive_OneFragmentIsMissing_NamesItsRoot()
    {
        Hash256[] roots = await _bench.KeepFragmentsAsync(Whole, 2 * Segment);
        Hash256 missing = Hash256.Keccak([1]);

        ZeroGException failure = await _bench.FailsAsync("ZgFileUnknown", [roots[0], missing, roots[2]]);

        Assert.Equal(missing, failure.Target);
        Assert.Empty(Directory.GetFiles(_bench.Folder.Path));
    }

    [Fact]
    public async Task Receive_NodeLiesInTheSecondFragmentWithoutProofs_NamesThatRoot()
    {
        Hash256[] roots = await _bench.KeepFragmentsAsync(Whole, 2 * Segment);
        _bench.Nodes[0].Answering = (method, parameters) => method == "zgs_downloadSegmentByTxSeq" && parameters[0].GetInt64() == 8
            ? $"\"{Convert.ToBase64String(new byte[Segment])}\""
            : null;

        ZeroGException failure = await _bench.FailsAsync("ZgRootMismatch", roots, new DownloadOptions { WithProof = false });

        Assert.Equal(roots[1], failure.Target);
        Assert.False(File.Exists(_bench.Target));
    }
}
