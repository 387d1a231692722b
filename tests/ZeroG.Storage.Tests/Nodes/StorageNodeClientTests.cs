using ZeroG.Chain;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Nodes;

public class StorageNodeClientTests
{
    private const string Root = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string Segment =
        "{\"root\":\"" + Root + "\",\"data\":\"AAEC\",\"index\":0,\"proof\":{\"lemma\":[\"" + Root + "\"],\"path\":[]},\"fileSize\":3}";

    private static readonly Hash256 RootHash = Hash256.Parse(Root);

    [Fact]
    public async Task Calls_EveryMethod_SendTheParametersOfTheSpecification()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("zgs_getShardConfig", "{\"shardId\":0,\"numShard\":1}")
            .On("zgs_getFileInfo", "null")
            .On("zgs_getFileInfoByTxSeq", "null")
            .On("zgs_checkFileFinalized", "null")
            .On("zgs_uploadSegments", "null")
            .On("zgs_uploadSegmentsByTxSeq", "0")
            .On("zgs_downloadSegmentByTxSeq", "\"AAEC\"")
            .On("zgs_downloadSegmentWithProofByTxSeq", Segment)
            .On("zgs_getSectorProof", "{\"lemma\":[\"" + Root + "\",\"" + Root + "\"],\"path\":[]}");
        using StorageNodeClient node = new(new Uri("http://node.test:5678"), null, calls);
        using SegmentWithProof segment = new(RootHash, new byte[] { 0, 1, 2 }, 0, new FileProof([RootHash], []), 3);

        Assert.Equal(ShardConfig.Whole, await node.GetShardConfigAsync());
        Assert.Null(await node.GetFileInfoAsync(RootHash));
        Assert.Null(await node.GetFileInfoAsync(RootHash, needAvailable: false));
        Assert.Null(await node.GetFileInfoBySequenceAsync(5));
        Assert.Null(await node.CheckFileFinalizedAsync(RootHash));
        await node.UploadSegmentsAsync([segment]);
        await node.UploadSegmentsBySequenceAsync([segment, segment], 5);
        using SegmentData? data = await node.DownloadSegmentBySequenceAsync(5, 1024, 1025);
        using SegmentWithProof? answer = await node.DownloadSegmentWithProofBySequenceAsync(5, 1);
        await node.GetSectorProofAsync(77);
        await node.GetSectorProofAsync(77, RootHash);

        Assert.Equal([0, 1, 2], data!.Bytes.ToArray());
        Assert.Equal([0, 1, 2], answer!.Data.ToArray());
        Assert.Equal(
            [
                "zgs_getShardConfig []",
                $"zgs_getFileInfo [\"{Root}\",true]",
                $"zgs_getFileInfo [\"{Root}\",false]",
                "zgs_getFileInfoByTxSeq [5]",
                $"zgs_checkFileFinalized [\"{Root}\"]",
                $"zgs_uploadSegments [[{Segment}]]",
                $"zgs_uploadSegmentsByTxSeq [[{Segment},{Segment}],5]",
                "zgs_downloadSegmentByTxSeq [5,1024,1025]",
                "zgs_downloadSegmentWithProofByTxSeq [5,1]",
                "zgs_getSectorProof [77,null]",
                $"zgs_getSectorProof [77,\"{Root}\"]",
            ],
            Asked(calls));
    }

    [Fact]
    public async Task Call_NodeRefuses_NamesNodeMethodCodeAndWords()
    {
        using FakeRpcServer calls =
            new FakeRpcServer().On("zgs_getStatus", _ => throw new FakeRpcException(-32603, "Internal error", "\"store is closed\""));
        using StorageNodeClient node = new(new Uri("http://node.test:5678"), null, calls);

        StorageNodeException failure = await Assert.ThrowsAsync<StorageNodeException>(() => node.GetStatusAsync());

        Assert.Equal("ZgNodeRefused", failure.ErrorId);
        Assert.Equal(
            (new Uri("http://node.test:5678"), "zgs_getStatus", -32603, "Internal error; data: store is closed"),
            (failure.Node, failure.Method, failure.Code, failure.Words));
    }

    [Fact]
    public async Task Call_NodeAnswersNonsense_IsNoValidAnswer()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("zgs_getShardConfig", "{\"shardId\":0}");
        using StorageNodeClient node = new(new Uri("http://node.test:5678"), null, calls);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => node.GetShardConfigAsync());

        Assert.Equal("ZgRpcAnswerInvalid", failure.ErrorId);
    }

    private static IEnumerable<string> Asked(FakeRpcServer calls) =>
        calls.Calls.Select(call => $"{call.Method} {call.Parameters.GetRawText()}");
}
