using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class FlowStoreTests
{
    [Fact]
    public void Put_SegmentThatIsThereOrBeingWritten_IsNotClaimedTwice()
    {
        using StoreFixture node = new();
        FlowTransaction file = node.Submit(300_000);

        Assert.True(node.Store.TryBegin(file, 0));
        Assert.False(node.Store.TryBegin(file, 0));
        node.Store.Abandon(file, 0);
        Assert.True(node.Put(file, 0));
        Assert.False(node.Put(file, 0));
    }

    [Fact]
    public void Put_SegmentOfAnotherShard_IsLetGo()
    {
        using StoreFixture node = new(new ShardConfig(1, 2));
        FlowTransaction file = node.Submit(3 * 262_144);
        Assert.Equal(0, file.FlowSegmentOf(0) % 4);

        foreach (long index in (long[])[0, 1, 2])
        {
            node.Put(file, index);
        }

        Assert.Equal([false, true, false], [node.Has(file, 0), node.Has(file, 1), node.Has(file, 2)]);
        Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(file));
    }

    [Fact]
    public void Submit_NothingOfTheFileBelongsHere_IsFinalizedAtOnce()
    {
        using StoreFixture node = new(new ShardConfig(1, 2));
        FlowTransaction file = node.Submit(1000);

        Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(file));
    }

    [Fact]
    public void Submit_SameFileAgain_SharesItsSegments()
    {
        using StoreFixture node = new();
        FlowTransaction first = node.Submit(300_000, seed: 1);
        FlowTransaction other = node.Submit(300_001, seed: 1);
        FlowTransaction second = node.Submit(300_000, seed: 1);

        node.Put(second, 0);
        node.Put(first, 1);

        Assert.Equal(first.Sequence, second.DataSequence);
        Assert.Equal(other.Sequence, other.DataSequence);
        Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(first));
        Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(second));
        Assert.Null(node.Store.StatusOf(other));
        Assert.True(node.Has(second, 0) && node.Has(second, 1));
    }

    [Fact]
    public void Find_SeveralSubmissionsOfAFile_PrefersTheFinalizedOne()
    {
        using StoreFixture node = new();
        FlowTransaction first = node.Submit(300_000, seed: 1);
        FlowTransaction other = node.Submit(1000, seed: 1);

        Assert.Equal(first.Sequence, node.Store.Submissions.Find(first.Root, needAvailable: true)!.Sequence);
        node.Put(other, 0);
        Assert.Equal(other.Sequence, node.Store.Submissions.Find(first.Root, needAvailable: false)!.Sequence);
        Assert.Null(node.Store.Submissions.Find(StoreFixture.Hash(-1), needAvailable: true));
    }

    [Fact]
    public void FindAt_AnySector_GivesTheSubmissionThatHoldsIt()
    {
        using StoreFixture node = new();
        FlowTransaction[] files = [.. ((long[])[100, 2000, 300_000, 256]).Select((size, i) => node.Submit(size, seed: i))];

        for (long sector = 0; sector < node.Store.Submissions.Context.Length; sector++)
        {
            FlowTransaction? expected =
                Array.Find(files, file => sector >= file.StartSector && sector < file.StartSector + (1L << file.Subtrees[0].Height));
            Assert.Equal(expected?.Sequence, node.Store.Submissions.FindAt(sector)?.Sequence);
        }
    }

    [Fact]
    public void Append_SequenceIsMissing_IsRefusedAndChangesNothing()
    {
        using StoreFixture node = new();
        node.Submit(1000, seed: 1);
        (Hash256 Root, long Length) before = node.Store.Submissions.Context;
        FlowTransaction next = node.Next(5000, seed: 2);

        Assert.Throws<InvalidDataException>(
            () => node.Store.Submissions.Append([next, next with { Sequence = 5 }], [], new SyncPoint(20, StoreFixture.Hash(20))));

        Assert.Equal(before, node.Store.Submissions.Context);
        Assert.Equal(1, node.Store.Submissions.NextSequence);
        Assert.Equal(10, node.Store.Submissions.Progress?.Number);
        Assert.Equal(1, node.Submit(5000, seed: 2).Sequence);
    }

    [Fact]
    public void Revert_SubmissionsWithData_TakesThemBackAndKeepsTheirSegments()
    {
        using StoreFixture node = new();
        FlowTransaction stays = node.Submit(1000, seed: 1);
        node.Put(stays, 0);
        (Hash256 Root, long Length) before = node.Store.Submissions.Context;
        FlowTransaction goes = node.Submit(300_000, seed: 2);
        FlowTransaction again = node.Submit(1000, seed: 1);
        node.Put(goes, 1);

        List<(Hash256 Root, long Index)> kept = [];
        node.Store.Revert(1, new SyncPoint(10, StoreFixture.Hash(10)), (file, segment) =>
        {
            Assert.Equal(StoreFixture.Data(file, segment.Index), segment.Data);
            kept.Add((file.Root, segment.Index));
        });

        Assert.Equal([(goes.Root, 1L)], kept);
        Assert.Equal(before, node.Store.Submissions.Context);
        Assert.Null(node.Store.Submissions.Find(1));
        Assert.Null(node.Store.Submissions.Find(goes.Root, needAvailable: false));
        Assert.Equal(stays.Sequence, node.Store.Submissions.Find(again.Root, needAvailable: false)!.Sequence);
        Assert.Equal(10, node.Store.Submissions.Progress?.Number);
        Assert.Equal([10L], node.Store.Submissions.BlocksFrom(100).Select(block => block.Block.Number));

        // Another file takes the place; a late write for the old one must not touch it.
        FlowTransaction taker = node.Submit(300_001, seed: 3, hashSeed: 7);
        node.Put(taker, 0);
        node.Put(taker, 1);
        Assert.False(node.Store.Store(goes, [new IncomingSegment(0, StoreFixture.Data(goes, 0), [1])]));
        node.Restart();
        Assert.True(node.Has(taker, 0) && node.Has(taker, 1) && node.Has(stays, 0));
        Assert.False(node.Store.TryRead(goes, 0, new byte[256]));
    }

    [Fact]
    public void Store_LateWriterOfASequenceThatChangedItsFile_DoesNotDisturbTheNewFile()
    {
        using StoreFixture node = new();
        FlowTransaction old = node.Submit(3 * 262_144, seed: 1);
        Assert.True(node.Store.TryBegin(old, 0));
        node.Store.Revert(0, null, (_, _) => { });
        FlowTransaction replaced = node.Submit(262_144, seed: 2, hashSeed: 7);

        Assert.False(node.Store.Store(old, [new IncomingSegment(0, StoreFixture.Data(old, 0), [1])]));
        node.Put(replaced, 0);

        Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(replaced));
    }
}
