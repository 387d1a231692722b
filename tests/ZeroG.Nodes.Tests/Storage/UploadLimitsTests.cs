using System.Net;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Storage;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>The limits of storage specification section 3.3, step 5, and of the pool, in the words that clients match on.</summary>
public sealed class UploadLimitsTests
{
    private static readonly UploadLimits Tight = new() { FileWritings = 1, Writings = 2, WritingPatience = TimeSpan.Zero };

    [Fact]
    public async Task Writing_SecondOfOneFile_IsRefusedAndOthersGoOn()
    {
        using WritingSlots slots = new(Tight);
        using Held first = new(slots, StoreFixture.Hash(1));

        JsonRpcException refused =
            await Assert.ThrowsAsync<JsonRpcException>(() => slots.RunAsync(StoreFixture.Hash(1), () => { }, default));
        bool other = false;
        await slots.RunAsync(StoreFixture.Hash(2), () => other = true, default);

        Assert.Equal((-32000, "too many data writing: 1"), (refused.Code, refused.RemoteMessage));
        Assert.True(other);
    }

    [Fact]
    public async Task Writing_MoreThanOverall_IsRefusedUntilOneEnds()
    {
        using WritingSlots slots = new(Tight);
        using Held first = new(slots, StoreFixture.Hash(1));
        using (Held second = new(slots, StoreFixture.Hash(2)))
        {
            JsonRpcException refused =
                await Assert.ThrowsAsync<JsonRpcException>(() => slots.RunAsync(StoreFixture.Hash(3), () => { }, default));
            Assert.Equal("too many data writing: 2", refused.RemoteMessage);
        }

        bool ran = false;
        await slots.RunAsync(StoreFixture.Hash(3), () => ran = true, default);
        Assert.True(ran);
    }

    [Fact]
    public async Task Writing_WhoWaits_HasHisTurnWhenOneEnds()
    {
        using WritingSlots slots = new(Tight with { WritingPatience = TimeSpan.FromMinutes(1) });
        Held first = new(slots, StoreFixture.Hash(1));
        Task waiting = slots.RunAsync(StoreFixture.Hash(1), () => { }, default);
        Assert.False(waiting.IsCompleted);

        first.Dispose();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Writing_CallerGivesUp_LeavesNoTrace()
    {
        using WritingSlots slots = new(Tight with { WritingPatience = TimeSpan.FromMinutes(1) });
        using (Held first = new(slots, StoreFixture.Hash(1)))
        {
            using CancellationTokenSource giveUp = new();
            Task waiting = slots.RunAsync(StoreFixture.Hash(1), () => { }, giveUp.Token);
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await slots.RunAsync(StoreFixture.Hash(1), () => { }, default).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Writing_WorkFails_GivesItsPlaceBack()
    {
        using WritingSlots slots = new(Tight);

        await Assert.ThrowsAsync<IOException>(() => slots.RunAsync(StoreFixture.Hash(1), () => throw new IOException(), default));

        await slots.RunAsync(StoreFixture.Hash(1), () => { }, default);
    }

    [Fact]
    public async Task Pool_Full_RefusesInTheWordsOfTheSpecification()
    {
        using StorageFixture node = new(limits: new UploadLimits { PoolSectors = 5 });
        await node.UploadAsync("zgs_uploadSegment", TestFile.Create(4 * 256).Segment(0));

        JsonRpcException refused = await Assert.ThrowsAsync<JsonRpcException>(
            () => node.UploadAsync("zgs_uploadSegment", TestFile.Create(2 * 256, seed: 2).Segment(0)));
        await node.UploadAsync("zgs_uploadSegment", TestFile.Create(256, seed: 3).Segment(0));

        Assert.Equal((-32000, "exceeds the maximum cached chunks of whole pool: 5"), (refused.Code, refused.RemoteMessage));
        Assert.Equal(5, node.Pool.Sectors);
    }

    [Fact]
    public async Task Pool_OneClientFillsIt_LeavesRoomForOthers()
    {
        using StorageFixture node = new(limits: new UploadLimits { PoolSectors = 16, PoolExpiry = TimeSpan.FromSeconds(10) });
        await UploadAsync(node, "192.0.2.1", TestFile.Create(8 * 256));

        JsonRpcException refused = await Assert.ThrowsAsync<JsonRpcException>(
            () => UploadAsync(node, "192.0.2.1", TestFile.Create(256, seed: 2)));
        await UploadAsync(node, "192.0.2.2", TestFile.Create(2 * 256, seed: 3));
        await UploadAsync(node, "127.0.0.1", TestFile.Create(6 * 256, seed: 4));

        Assert.Equal((-32000, "exceeds the maximum cached chunks of one client: 2"), (refused.Code, refused.RemoteMessage));
        Assert.Equal(16, node.Pool.Sectors);
        node.Time.Advance(TimeSpan.FromSeconds(10));
        await UploadAsync(node, "192.0.2.1", TestFile.Create(8 * 256));
        Assert.Equal(8, node.Pool.Sectors);
    }

    [Fact]
    public async Task Pool_OldFile_MakesRoomWhenItsTimeIsOver()
    {
        using StorageFixture node = new(limits: new UploadLimits { PoolSectors = 1, PoolExpiry = TimeSpan.FromSeconds(10) });
        TestFile old = TestFile.Create(256);
        TestFile young = TestFile.Create(256, seed: 2);
        await node.UploadAsync("zgs_uploadSegment", old.Segment(0));

        node.Time.Advance(TimeSpan.FromSeconds(9.9));
        await Assert.ThrowsAsync<JsonRpcException>(() => node.UploadAsync("zgs_uploadSegment", young.Segment(0)));
        node.Time.Advance(TimeSpan.FromSeconds(0.1));
        await node.UploadAsync("zgs_uploadSegment", young.Segment(0));

        Assert.Null(node.Pool.CountOf(old.Root));
        Assert.Equal(1, node.Pool.CountOf(young.Root));
    }

    [Fact]
    public async Task Pool_FileLargerThanTheLimit_IsRefused()
    {
        using StorageFixture node = new(limits: new UploadLimits { PooledFileSize = 1000 });

        JsonRpcException refused = await Assert.ThrowsAsync<JsonRpcException>(
            () => node.UploadAsync("zgs_uploadSegment", TestFile.Create(1001).Segment(0)));
        await node.UploadAsync("zgs_uploadSegment", TestFile.Create(1000).Segment(0));

        Assert.Equal("caching of large file when tx is unavailable is not supported", refused.RemoteData?.GetString());
    }

    [Fact]
    public async Task Upload_SegmentsOfTwoFilesInOneCall_AreBothStored()
    {
        using StorageFixture node = new(limits: Tight);
        TestFile[] files = [TestFile.Create(700), TestFile.Create(900, seed: 2)];
        await node.SubmitAsync(files[0]);
        await node.SubmitAsync(files[1]);

        JsonElement answer = await node.CallAsync("zgs_uploadSegments", writer =>
        {
            writer.WriteStartArray();
            files[0].Segment(0).Write(writer);
            files[1].Segment(0).Write(writer);
            writer.WriteEndArray();
        });

        Assert.Equal(JsonValueKind.Null, answer.ValueKind);
        Assert.All(files, file => Assert.Equal(FileStatus.Finalized, node.Store.StatusOf(node.Store.Submissions.Find(file.Root, false)!)));
    }

    private static async Task UploadAsync(StorageFixture node, string address, TestFile file)
    {
        JsonRpcCaller.Enter(ClientNetwork.Of(IPAddress.Parse(address)));
        await node.UploadAsync("zgs_uploadSegment", file.Segment(0));
    }

    /// <summary>A call that writes until it is disposed.</summary>
    private sealed class Held : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly Task _call;

        public Held(WritingSlots slots, ZeroG.Chain.Hash256 root)
        {
            using ManualResetEventSlim began = new();
            _call = Task.Factory.StartNew(
                () => slots.RunAsync(
                    root,
                    () =>
                    {
                        began.Set();
                        Assert.True(_end.Wait(TimeSpan.FromMinutes(1)));
                    },
                    default),
                TaskCreationOptions.LongRunning).Unwrap();
            Assert.True(began.Wait(TimeSpan.FromSeconds(30)));
        }

        public void Dispose()
        {
            _end.Set();
            _call.GetAwaiter().GetResult();
            _end.Dispose();
        }
    }
}
