using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Transactions;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Submissions;

namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>
/// Logs of a chain that lies: an event is read as what it says or refused with <c>ZgLogInvalid</c>, and one that is read either fits the
/// flow or is refused before anything changes.
/// </summary>
public sealed class SubmitLogFuzzTests
{
    private const int Cases = 3000;
    private const int WordSize = 32;

    [Fact]
    public async Task Events_Damaged_AreTakenOrRefusedAndNeverHalf()
    {
        using StorageFixture node = new();
        await node.SubmitAsync(TestFile.Create(3000));
        TestFile file = TestFile.Create(700_000, seed: 2);
        AbiLog valid = new SubmitLog(
            ScriptedChain.Flow, file.Submission.Identity, 1, 4096, (long)file.Submission.Sectors, file.Submission).Encode();
        int taken = 0;
        int read = 0;
        Random random = new(20261126);
        for (int i = 0; i < Cases; i++)
        {
            LogEntry log = Damage(valid, random);
            FlowSubmission? submission = null;
            Bounds.Check(
                log.Data.ToArray(), _ => submission = EthereumFlowLog.Read(log),
                failure => failure is ZeroGException { ErrorId: "ZgLogInvalid" },
                nameof(EthereumFlowLog));
            if (submission is { } found)
            {
                read++;
                taken += Take(node, found) ? 1 : 0;
            }
        }

        // Damage that does not matter, such as to tags and identity, must not keep events out, or the test would see nothing.
        Assert.True(read > Cases / 20 && taken > 0 && taken <= read, $"{read} read, {taken} taken");
        Assert.Equal(1, node.Store.Submissions.NextSequence);
    }

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(1, 3, 0)]
    [InlineData(long.MaxValue, 3, 0)]
    [InlineData(1L << 62, 62, 0)]
    [InlineData(1L << 55, 3, 0)]
    [InlineData(4097, 3, 0)]
    [InlineData(4096, 3, 1)]
    public void Event_ImpossiblePlace_IsRefused(long start, int height, long more)
    {
        SubmissionNode node = new(StoreFixture.Hash(1), height);
        Submission submission = new((1L << height) * 256 > 0 ? (1L << height) * 256 : long.MaxValue, default, [node]);
        AbiLog log = new SubmitLog(ScriptedChain.Flow, submission.Identity, 0, start, (1L << height) + more, submission).Encode();

        ZeroGException refused = Assert.Throws<ZeroGException>(() => EthereumFlowLog.Read(Entry(log)));

        Assert.Equal("ZgLogInvalid", refused.ErrorId);
    }

    [Fact]
    public async Task Sync_SubmissionInWhatOthersHaveTaken_EndsTheNodeInWords()
    {
        using StorageFixture node = new();
        await node.SubmitAsync(TestFile.Create(3000));
        FlowTransaction first = node.Store.Submissions.Find(0)!;
        FlowTransaction second = first with { Sequence = 1, Block = 2 };
        LogSync sync = new(
            new FixedLog([new FlowSubmission(second, new SyncPoint(2, StoreFixture.Hash(2)))], node.Store.Submissions.Progress!.Value),
            node.Store, node.Pool, node.Upload, new LogSyncOptions(0, 0, TimeSpan.Zero, TimeProvider.System), node.Log);

        ZeroGException refused = await Assert.ThrowsAsync<ZeroGException>(() => sync.StepAsync(default));

        Assert.Equal(("ZgLogInvalid", ErrorKind.InvalidData), (refused.ErrorId, refused.Kind));
        Assert.Equal(1, node.Store.Submissions.NextSequence);
    }

    private static bool Take(StorageFixture node, FlowSubmission submission)
    {
        (Hash256 root, long length) = node.Store.Submissions.Context;
        SyncPoint before = node.Store.Submissions.Progress!.Value;
        SyncPoint block = submission.Block with { Number = before.Number + 1 };
        try
        {
            FlowTransaction transaction = submission.Transaction with { Sequence = 1, Block = block.Number };
            node.Store.Submissions.Append([transaction], [block], block);
        }
        catch (InvalidDataException)
        {
            Assert.Equal((root, length), node.Store.Submissions.Context);
            return false;
        }

        Assert.True(node.Store.Submissions.Context.Length > length);
        node.Store.Revert(1, before, (_, _) => { });
        Assert.Equal((root, length), node.Store.Submissions.Context);
        return true;
    }

    private static LogEntry Damage(AbiLog valid, Random random)
    {
        Hash256[] topics = [.. valid.Topics];
        byte[] data = valid.Data.ToArray();
        for (int i = random.Next(1, 4); i > 0 && data.Length > 0; i--)
        {
            int word = random.Next(data.Length / WordSize) * WordSize;
            switch (random.Next(6))
            {
                case 0:
                    data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    data.AsSpan(word, WordSize).Fill(0xFF);
                    break;
                case 2:
                    data.AsSpan(random.Next(data.Length / WordSize) * WordSize, WordSize).CopyTo(data.AsSpan(word));
                    break;
                case 3:
                    byte[] number = new BigInteger(1L << random.Next(63)).ToByteArray(isUnsigned: true, isBigEndian: true);
                    data.AsSpan(word, WordSize).Clear();
                    number.CopyTo(data.AsSpan(word + WordSize - number.Length));
                    break;
                case 4:
                    data = data[..random.Next(WordSize, data.Length + 1)];
                    break;
                default:
                    topics = topics[..random.Next(topics.Length + 1)];
                    break;
            }
        }

        return Entry(new AbiLog(topics, data));
    }

    private static LogEntry Entry(AbiLog log) =>
        new(ScriptedChain.Flow, log.Topics, log.Data, 7, StoreFixture.Hash(7), Hash256.Zero, 0, 0);

    private sealed class FixedLog(IReadOnlyList<FlowSubmission> submissions, SyncPoint progress) : IFlowLogSource
    {
        public Task<long> GetHeadAsync(CancellationToken cancellationToken) => Task.FromResult(submissions[^1].Block.Number);

        public Task<Hash256?> GetBlockHashAsync(long number, CancellationToken cancellationToken) =>
            Task.FromResult<Hash256?>(number == progress.Number ? progress.Hash : submissions[^1].Block.Hash);

        public Task<IReadOnlyList<FlowSubmission>> GetSubmissionsAsync(long first, long last, CancellationToken cancellationToken) =>
            Task.FromResult(submissions);
    }
}
