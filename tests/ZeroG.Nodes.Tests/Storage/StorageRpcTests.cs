using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class StorageRpcTests : IDisposable
{
    private readonly StorageFixture _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Methods_AreThoseOfTheSpecification()
    {
        Assert.Equal(
            [
                "zgs_checkFileFinalized", "zgs_downloadSegment", "zgs_downloadSegmentByTxSeq", "zgs_downloadSegmentWithProof",
                "zgs_downloadSegmentWithProofByTxSeq", "zgs_getDataByNodeIndex", "zgs_getFileInfo", "zgs_getFileInfoByTxSeq",
                "zgs_getFlowContext", "zgs_getHashAtNodeIndex", "zgs_getMetaDataByNodeIndex", "zgs_getSectorProof", "zgs_getShardConfig",
                "zgs_getStatus", "zgs_uploadSegment", "zgs_uploadSegmentByTxSeq", "zgs_uploadSegments", "zgs_uploadSegmentsByTxSeq",
            ],
            _node.Rpc.Methods.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Call_UnknownMethod_IsRefused()
    {
        JsonRpcException refused = await Assert.ThrowsAsync<JsonRpcException>(() => _node.CallAsync("zgs_other"));
        Assert.Equal(-32601, refused.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData((5 << 20) + 1)]
    public async Task Upload_WholeFile_IsFinalizedAndComesBackWithProof(int size)
    {
        await _node.SubmitAsync(TestFile.Create(3000, seed: 9));
        TestFile file = TestFile.Create(size);
        long sequence = await _node.SubmitAsync(file);
        Assert.False((await InfoAsync(sequence))!.Finalized);

        await _node.UploadAsync(file, sequence);

        FileInfo? info = await InfoAsync(sequence);
        Assert.True(info!.Finalized);
        Assert.Equal((false, false, file.SegmentCount), (info.IsCached, info.Pruned, info.UploadedSegments));
        Assert.Equal(
            file.Submission.Nodes.Select(node => (node.Height + 1, node.Root)),
            info.Transaction.MerkleNodes.Select(node => (node.Depth, node.Root)));
        for (long i = 0; i < file.SegmentCount; i++)
        {
            SegmentWithProof segment = ReadSegment(await _node.CallAsync("zgs_downloadSegmentWithProof", file.Root, i));
            Assert.Equal(file.Wire(i), segment.Data);
            Assert.Null(SegmentCheck.FindFault(segment, null, null, isPooled: true));
            long end = Math.Min((i + 1) * 1024, file.Tree.Padding.Sectors);
            Assert.Equal(file.Wire(i), (await _node.CallAsync("zgs_downloadSegmentByTxSeq", sequence, i * 1024, end)).GetBytesFromBase64());
        }
    }

    [Fact]
    public async Task Download_RangeOverTwoSegments_IsWhole()
    {
        TestFile file = TestFile.Create(600_000);
        await _node.UploadAsync(file, await _node.SubmitAsync(file));

        JsonElement range = await _node.CallAsync("zgs_downloadSegment", file.Root, 1000, 2000);

        Assert.Equal(file.Bytes.AsSpan(1000 * 256, 1000 * 256).ToArray(), range.GetBytesFromBase64());
    }

    [Fact]
    public async Task Download_WhatIsNotThere_IsNull()
    {
        TestFile file = TestFile.Create(600_000);
        long sequence = await _node.SubmitAsync(file);
        await _node.UploadAsync("zgs_uploadSegment", file.Segment(1));

        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_downloadSegmentByTxSeq", sequence, 0, 10)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_downloadSegment", file.Root, 1023, 1025)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_downloadSegmentWithProofByTxSeq", sequence, 2)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_downloadSegment", Hash256.Zero, 0, 10)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_downloadSegmentWithProofByTxSeq", 99, 0)).ValueKind);
        Assert.Equal(1, (await InfoAsync(sequence))!.UploadedSegments);
    }

    [Fact]
    public async Task Download_BadRange_IsRefusedInTheWordsOfTheSpecification()
    {
        TestFile file = TestFile.Create(600_000);
        long sequence = await _node.SubmitAsync(file);

        await AssertRefusedAsync(-32602, "Invalid params: end_index", "invalid chunk index", "zgs_downloadSegmentByTxSeq", sequence, 5, 5);
        await AssertRefusedAsync(
            -32602, "Invalid params: end_index", "exceeds maximum chunks 1024", "zgs_downloadSegment", file.Root, 0, 1025);
        await AssertRefusedAsync(
            -32000, "end entry index exceeds tx size: end=2345 tx size=600000", null, "zgs_downloadSegmentByTxSeq", sequence, 2000, 2345);
        await AssertRefusedAsync(-32602, "Invalid params: index", "index out of bound", "zgs_downloadSegmentWithProof", file.Root, 3);
        await AssertRefusedAsync(-32602, "Invalid params: data_root", "expected a 32-byte hash", "zgs_downloadSegmentWithProof", "0x12", 3);
        await AssertRefusedAsync(-32602, "Invalid params: index", "expected a whole number", "zgs_downloadSegmentWithProof", file.Root, -1);
        await AssertRefusedAsync(-32602, "Invalid params: index", "expected a whole number", "zgs_downloadSegmentWithProof", file.Root);
    }

    [Fact]
    public async Task Upload_SegmentThatIsThere_DependsOnTheMethod()
    {
        TestFile file = TestFile.Create(600_000);
        long sequence = await _node.SubmitAsync(file);
        await _node.UploadAsync("zgs_uploadSegmentByTxSeq", file.Segment(0), sequence);

        JsonRpcException refused =
            await Assert.ThrowsAsync<JsonRpcException>(() => _node.UploadAsync("zgs_uploadSegmentByTxSeq", file.Segment(0), sequence));
        await _node.UploadAsync(file, sequence);
        JsonRpcException finalized = await Assert.ThrowsAsync<JsonRpcException>(() => _node.UploadAsync(file, sequence));

        Assert.Equal((-32000, "segment has already been uploaded or is being uploaded"), (refused.Code, refused.RemoteMessage));
        Assert.Equal(
            (-32602, "Invalid params: root", "already uploaded and finalized"),
            (finalized.Code, finalized.RemoteMessage, finalized.RemoteData?.GetString()));
    }

    [Fact]
    public async Task Upload_SecondSegmentIsBad_KeepsTheFirst()
    {
        TestFile file = TestFile.Create(600_000);
        long sequence = await _node.SubmitAsync(file);
        SegmentWithProof bad = new(file.Root, file.Wire(0), 1, file.Tree.Proof(1), file.Bytes.Length);

        await Assert.ThrowsAsync<JsonRpcException>(() => _node.CallAsync("zgs_uploadSegments", writer =>
        {
            writer.WriteStartArray();
            file.Segment(0).Write(writer);
            bad.Write(writer);
            file.Segment(2).Write(writer);
            writer.WriteEndArray();
        }));

        Assert.Equal(1, (await InfoAsync(sequence))!.UploadedSegments);
        await _node.UploadAsync(file, sequence);
        Assert.True((await InfoAsync(sequence))!.Finalized);
    }

    [Fact]
    public async Task Upload_NoSegments_IsFine() =>
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_uploadSegments", writer => writer.WriteRawValue("[]"))).ValueKind);

    [Fact]
    public async Task Upload_MalformedSegment_IsRefused()
    {
        JsonRpcException refused = await Assert.ThrowsAsync<JsonRpcException>(
            () => _node.CallAsync("zgs_uploadSegment", writer => writer.WriteRawValue("{\"root\":7}")));

        Assert.Equal((-32602, "Invalid params: segment"), (refused.Code, refused.RemoteMessage));
    }

    [Fact]
    public async Task Upload_BeforeTheSubmission_IsClaimedWhenItComes()
    {
        TestFile file = TestFile.Create(600_000);
        for (long i = 0; i < file.SegmentCount; i++)
        {
            await _node.UploadAsync("zgs_uploadSegment", file.Segment(i));
            await _node.UploadAsync("zgs_uploadSegment", file.Segment(i));
        }

        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_getFileInfo", file.Root, true)).ValueKind);
        Assert.Equal(3, _node.Pool.CountOf(file.Root));

        long sequence = await _node.SubmitAsync(file);

        Assert.True((await InfoAsync(sequence))!.Finalized);
        Assert.Null(_node.Pool.CountOf(file.Root));
        Assert.Equal(file.Wire(2), ReadSegment(await _node.CallAsync("zgs_downloadSegmentWithProofByTxSeq", sequence, 2)).Data);
    }

    [Fact]
    public async Task CheckFileFinalized_BySequenceOrRoot_TellsTrueFalseOrNull()
    {
        TestFile file = TestFile.Create(1000);
        long sequence = await _node.SubmitAsync(file);
        Assert.False((await _node.CallAsync("zgs_checkFileFinalized", sequence)).GetBoolean());

        await _node.UploadAsync(file, sequence);

        Assert.True((await _node.CallAsync("zgs_checkFileFinalized", sequence)).GetBoolean());
        Assert.True((await _node.CallAsync("zgs_checkFileFinalized", file.Root)).GetBoolean());
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_checkFileFinalized", 5)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_checkFileFinalized", Hash256.Zero)).ValueKind);
    }

    [Fact]
    public async Task Status_AfterSync_TellsBlockSequenceAndNetwork()
    {
        _node.Chain.Mine(3);
        await _node.SubmitAsync(TestFile.Create(1000));

        Hash256? block = await _node.Chain.GetBlockHashAsync(4, default);
        string version = """{"major":0,"minor":4,"build":0}""";
        string identity = $$"""
            {"chainId":31337,"flowAddress":"0x22e03a6a89b950f1c82ec5e74f8eca321a105296","p2pProtocolVersion":{{version}}}
            """;
        Assert.Equal(
            $$"""{"connectedPeers":0,"logSyncHeight":4,"logSyncBlock":"{{block}}","nextTxSeq":1,"networkIdentity":{{identity}}}""",
            (await _node.CallAsync("zgs_getStatus")).GetRawText());
        Assert.Equal("""{"shardId":0,"numShard":1}""", (await _node.CallAsync("zgs_getShardConfig")).GetRawText());
    }

    [Fact]
    public async Task GetSectorProof_EverySectorOfManyFiles_LeadsToTheFlowRootOfItsTime()
    {
        TestFile[] files = [TestFile.Create(700, 1), TestFile.Create(10_000, 2), TestFile.Create(1_000_000, 3), TestFile.Create(256, 4)];
        List<(Hash256 Root, long Length)> history = [];
        foreach (TestFile file in files)
        {
            await _node.UploadAsync(file, await _node.SubmitAsync(file));
            history.Add(_node.Store.Submissions.Context);
        }

        Random random = new(1);
        foreach ((Hash256 root, long length) in history)
        {
            foreach (long sector in Enumerable.Range(0, 40).Select(_ => random.NextInt64(length)).Append(0).Append(length - 1))
            {
                FlowProof proof = ReadProof(await _node.CallAsync("zgs_getSectorProof", sector, root));
                Assert.Equal(sector, proof.Position);
                Assert.Null(proof.FindFault(root, LeafAt(sector), sector));
            }
        }

        FlowProof latest = ReadProof(await _node.CallAsync("zgs_getSectorProof", 5));
        Assert.Equal(history[^1].Root, latest.Lemma[^1]);
        Assert.Equal($"[\"{history[^1].Root}\",{history[^1].Length}]", (await _node.CallAsync("zgs_getFlowContext")).GetRawText());
        await AssertRefusedAsync(-32000, $"old root unavailable, root={Hash256.Zero}", null, "zgs_getSectorProof", 0, Hash256.Zero);

        Hash256 LeafAt(long sector)
        {
            if (sector == 0)
            {
                return Hash256.Zero;
            }

            byte[] data = new byte[256];
            if (_node.Store.Submissions.FindAt(sector) is { } at && sector - at.StartSector < at.Padding.Sectors)
            {
                TestFile file = files[at.Sequence];
                ReadOnlySpan<byte> rest = file.Bytes.AsSpan((int)(sector - at.StartSector) * 256);
                rest[..Math.Min(256, rest.Length)].CopyTo(data);
            }

            return Hash256.Keccak(data);
        }
    }

    [Fact]
    public async Task GetSectorProof_FileThatWasSubmittedTwice_IsProvedInBothPlaces()
    {
        TestFile file = TestFile.Create(300_000);
        await _node.UploadAsync(file, await _node.SubmitAsync(file));
        (Hash256 first, _) = _node.Store.Submissions.Context;
        await _node.SubmitAsync(file);
        (Hash256 second, _) = _node.Store.Submissions.Context;

        foreach (long sequence in (long[])[0, 1])
        {
            long sector = _node.Store.Submissions.Find(sequence)!.StartSector + 1100;
            FlowProof proof = ReadProof(await _node.CallAsync("zgs_getSectorProof", sector, second));
            Assert.Null(proof.FindFault(second, Hash256.Keccak(file.Bytes.AsSpan(1100 * 256, 256)), sector));
        }

        await AssertRefusedAsync(
            -32000, $"sector index out of bound: index={_node.Store.Submissions.Find(1)!.StartSector} flow length="
                + _node.Store.Submissions.LengthAt(first), null, "zgs_getSectorProof", _node.Store.Submissions.Find(1)!.StartSector, first);
    }

    [Fact]
    public async Task GetSectorProof_DataIsNotHere_IsRefused()
    {
        await _node.SubmitAsync(TestFile.Create(10_000));
        long sector = _node.Store.Submissions.Find(0)!.StartSector;

        await AssertRefusedAsync(-32000, $"sector data is not available: index={sector}", null, "zgs_getSectorProof", sector, null);
        await AssertRefusedAsync(-32000, "sector index out of bound: index=9999 flow length=72", null, "zgs_getSectorProof", 9999, null);
    }

    [Fact]
    public async Task NodeIndexMethods_SegmentOfTheFlow_TellHashAndData()
    {
        TestFile small = TestFile.Create(700, 1);
        TestFile large = TestFile.Create(600_000, 2);
        await _node.UploadAsync(small, await _node.SubmitAsync(small));
        long sequence = await _node.SubmitAsync(large);
        long first = _node.Store.Submissions.Find(sequence)!.FlowSegmentOf(0);

        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_getHashAtNodeIndex", first)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _node.CallAsync("zgs_getDataByNodeIndex", first)).ValueKind);
        await _node.UploadAsync(large, sequence);
        Assert.Equal(large.Tree.SegmentRoot(0).ToString(), (await _node.CallAsync("zgs_getHashAtNodeIndex", first)).GetString());
        Assert.Equal(
            _node.Store.Submissions.Read(tree => tree.NodeAt(10, 0, tree.Length)).ToString(),
            (await _node.CallAsync("zgs_getHashAtNodeIndex", 0)).GetString());
        JsonElement data = await _node.CallAsync("zgs_getDataByNodeIndex", 0);
        Assert.Equal(small.Wire(0), Assert.Single(data.EnumerateArray()).EnumerateArray().Select(value => value.GetByte()));
        Assert.Equal("segment 0: [{ start_sector: 2, bytes: 768 }]", (await _node.CallAsync("zgs_getMetaDataByNodeIndex", 0)).GetString());
        await AssertRefusedAsync(-32000, "node hash not found at index 77", null, "zgs_getHashAtNodeIndex", 77);
    }

    private async Task<FileInfo?> InfoAsync(long sequence)
    {
        Utf8JsonReader reader = new(
            Encoding.UTF8.GetBytes((await _node.CallAsync("zgs_getFileInfoByTxSeq", sequence)).GetRawText()));
        reader.Read();
        return FileInfo.Read(ref reader);
    }

    private static SegmentWithProof ReadSegment(JsonElement json)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json.GetRawText()));
        reader.Read();
        return SegmentWithProof.Read(ref reader);
    }

    private static FlowProof ReadProof(JsonElement json)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json.GetRawText()));
        reader.Read();
        return FlowProof.Read(ref reader);
    }

    private async Task AssertRefusedAsync(int code, string message, string? data, string method, params object?[] parameters)
    {
        JsonRpcException refused = await Assert.ThrowsAsync<JsonRpcException>(() => _node.CallAsync(method, parameters));
        Assert.Equal((code, message, data), (refused.Code, refused.RemoteMessage, refused.RemoteData?.GetString()));
    }
}
