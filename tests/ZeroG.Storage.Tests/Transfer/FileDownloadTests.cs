using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

public sealed class FileDownloadTests : IDisposable
{
    private const int Segment = FlowPadding.SegmentSize;

    private static readonly byte[] File5 = VectorInput.Generate("lcg32", (4 * Segment) + 1000);

    private readonly TempFolder _folder = new();
    private readonly ScriptedNode _good = new("good");
    private readonly ScriptedNode _bad = new("bad");

    public void Dispose()
    {
        _good.Dispose();
        _bad.Dispose();
        _folder.Dispose();
    }

    public static MatrixTheoryData<int, bool> Sizes() => new(
        [1, 255, 256, 257, Segment - 1, Segment, Segment + 1, (2 * Segment) - 1, 3 * Segment, (5 * Segment) + 513], [true, false]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Receive_FileOfAnySize_WritesExactlyItsBytes(int size, bool withProof)
    {
        byte[] bytes = VectorInput.Generate("lcg32", size);
        Hash256 root = await KeepAsync(bytes, _good);

        DownloadResult result = await ReceiveAsync(root, new DownloadOptions { WithProof = withProof }, _good);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder["out.bin"]));
        Assert.Equal(size, result.Size);
        Assert.Equal(root, result.Root);
        Assert.Equal(7, result.Sequence);
        Assert.Equal("out.bin", result.Name);
        Assert.Equal(_folder["out.bin"], result.Path);
        Assert.Equal([_good.Uri], result.Node);
        Assert.False(File.Exists(_folder["out.bin.download"]));
    }

    [Fact]
    public async Task Receive_ShardedFile_AsksEachNodeForItsOwnSegments()
    {
        using ScriptedNode even = new("even", new ShardConfig(0, 2));
        using ScriptedNode odd = new("odd", new ShardConfig(1, 2));
        Hash256 root = await KeepAsync(File5, even, odd);

        await ReceiveAsync(root, null, even, odd);

        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
        Assert.All(
            odd.Calls.Where(call => call.Method.StartsWith("zgs_download", StringComparison.Ordinal)),
            call => Assert.Equal(0, call.Parameters[1].GetInt64() % 2));
    }

    public static TheoryData<string> Lies() => ["data", "proof", "root", "index", "short", "null"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Receive_OneNodeLies_TakesTheSegmentFromTheOther(string lie)
    {
        Hash256 root = await KeepAsync(File5, _good, _bad);
        _bad.Answering = (method, parameters) => Lie(lie, method, parameters);

        await ReceiveAsync(root, null, _bad, _good);

        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Receive_OnlyNodeLies_NamesItAndWritesNoFile(string lie)
    {
        Hash256 root = await KeepAsync(File5, _bad);
        _bad.Answering = (method, parameters) => Lie(lie, method, parameters);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(root, null, _bad));

        Assert.Equal(lie == "null" ? "ZgSegmentUnavailable" : "ZgProofInvalid", failure.ErrorId);
        Assert.Equal(lie == "null" ? root : _bad.Uri, failure.Target);
        Assert.Contains("http://bad.test:5678", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_NodeLiesAndNoProofIsAsked_FailsAtTheRootAndWritesNoFile()
    {
        Hash256 root = await KeepAsync(File5, _bad);
        _bad.Answering = (method, parameters) => method == "zgs_downloadSegmentByTxSeq" && parameters[1].GetInt64() == 1024
            ? $"\"{Convert.ToBase64String(new byte[Segment])}\""
            : null;

        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(root, new DownloadOptions { WithProof = false }, _bad));

        Assert.Equal("ZgRootMismatch", failure.ErrorId);
        Assert.Equal(root, failure.Target);
        Assert.False(File.Exists(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_NodeTellsAnotherSizeWithinTheLastSector_IsNoticed()
    {
        Hash256 root = await KeepAsync(File5, _good);
        using FileSource source = FileSource.FromBytes(File5);
        _bad.Keep(File5, await FileTree.BuildAsync(source), size: File5.Length + 7);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(root, null, _good, _bad));

        Assert.Equal("ZgNodesDisagree", failure.ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Aes256:00000000")]
    public async Task Receive_SizeIsKnown_TakesTheFileFromTheNodesThatTellIt(string encryption)
    {
        Hash256 root = await KeepAsync(File5, _good);
        using FileSource source = FileSource.FromBytes(File5);
        _bad.Keep(File5, await FileTree.BuildAsync(source), size: File5.Length + 7);
        DownloadOptions options = new DownloadOptions().ForSize(File5.Length - (encryption.Length > 0 ? 17 : 0), encryption);

        await ReceiveAsync(root, options, _bad, _good);

        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
        Assert.DoesNotContain(_bad.Calls, call => call.Method.StartsWith("zgs_download", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Receive_SizeIsKnownAndNobodyTellsIt_IsRefused()
    {
        using FileSource source = FileSource.FromBytes(File5);
        FileTree tree = await FileTree.BuildAsync(source);
        _bad.Keep(File5, tree, size: File5.Length + 7);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => ReceiveAsync(tree.Root, new DownloadOptions().ForSize(File5.Length, null), _bad));

        Assert.Equal("ZgSizeMismatch", failure.ErrorId);
        Assert.Contains($"http://bad.test:5678 says {File5.Length + 7}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    /// <summary>What the file really is, and a smaller size that has the same tree or the same last sector.</summary>
    public static TheoryData<int, int> SmallerSizes() => new()
    {
        { (4 * Segment) + 1000, (4 * Segment) + 993 },
        { 200, 199 },
        { (17 * Segment) + 1000, 17 * Segment },
        { (4 * Segment) + 1000, (4 * Segment) + 512 },
    };

    [Theory]
    [MemberData(nameof(SmallerSizes))]
    public async Task Receive_OnlyNodeTellsASmallerSize_IsNoticedByTheProofs(int size, int told)
    {
        byte[] bytes = VectorInput.Generate("lcg32", size);
        bytes[^1] |= 1;
        using FileSource source = FileSource.FromBytes(bytes);
        FileTree tree = await FileTree.BuildAsync(source);
        _bad.Keep(bytes, tree, size: told);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(tree.Root, null, _bad));

        Assert.Equal("ZgProofInvalid", failure.ErrorId);
        Assert.Equal(_bad.Uri, failure.Target);
        Assert.False(File.Exists(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_OneNodeIsDown_TakesAllFromTheOther()
    {
        Hash256 root = await KeepAsync(File5, _good, _bad);
        _bad.Answering =
            (method, _) => method == "zgs_getShardConfig" ? null : ScriptedNode.Refusal(-32603, "Internal error", "store is closed");

        await ReceiveAsync(root, null, _bad, _good);

        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    [Fact]
    public async Task Receive_UnknownRoot_SaysSo()
    {
        Hash256 root = Hash256.Keccak([1]);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(root, null, _good));

        Assert.Equal("ZgFileUnknown", failure.ErrorId);
        Assert.Equal(root, failure.Target);
    }

    [Fact]
    public async Task Receive_FileIsStillBeingSent_SaysSo()
    {
        Hash256 root = await KeepAsync(File5, _good);
        _good.Forget(7, 3);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(root, null, _good));

        Assert.Equal("ZgFileNotFinalized", failure.ErrorId);
        Assert.Contains("4 at most", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receive_TargetExists_IsLeftUnlessForced()
    {
        Hash256 root = await KeepAsync(File5, _good);
        await File.WriteAllTextAsync(_folder["out.bin"], "mine");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ReceiveAsync(root, null, _good));
        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Equal(_folder["out.bin"], failure.Target);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["out.bin"]));

        await ReceiveAsync(root, new DownloadOptions { Force = true }, _good);
        Assert.Equal(File5, await File.ReadAllBytesAsync(_folder["out.bin"]));
    }

    internal static string? Lie(string lie, string method, JsonElement parameters)
    {
        if (method != "zgs_downloadSegmentWithProofByTxSeq" || parameters[1].GetInt64() != 2)
        {
            return null;
        }

        using FileSource source = FileSource.FromBytes(File5);
        FileTree tree = FileTree.BuildAsync(source).GetAwaiter().GetResult();
        byte[] data = File5.AsSpan(2 * Segment, Segment).ToArray();
        FileProof proof = tree.Proof(2);
        switch (lie)
        {
            case "data":
                data[1000] ^= 1;
                break;
            case "proof":
                proof = tree.Proof(3);
                break;
            case "short":
                data = data[..^FlowPadding.SectorSize];
                break;
            case "null":
                return "null";
        }

        using SegmentWithProof answer =
            new(lie == "root" ? Hash256.Keccak([2]) : tree.Root, data, lie == "index" ? 1 : 2, proof, File5.Length);
        return WireText.Of(answer.Write);
    }

    private static async Task<Hash256> KeepAsync(byte[] bytes, params ScriptedNode[] nodes)
    {
        using FileSource source = FileSource.FromBytes(bytes);
        FileTree tree = await FileTree.BuildAsync(source);
        foreach (ScriptedNode node in nodes)
        {
            node.Keep(bytes, tree);
        }

        return tree.Root;
    }

    private async Task<DownloadResult> ReceiveAsync(Hash256 root, DownloadOptions? options, params ScriptedNode[] nodes)
    {
        using NodeSet set = await NodeSet.FromNodesAsync(nodes.Select(node => node.Client));
        return await new FileDownload(set, options).ReceiveAsync(root, _folder["out.bin"]);
    }
}
