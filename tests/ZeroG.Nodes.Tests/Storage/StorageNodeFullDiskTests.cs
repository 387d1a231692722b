using ZeroG.Chain;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>A node whose disk takes no more: it answers errors, keeps what it acknowledged, and goes on when there is room.</summary>
public sealed class StorageNodeFullDiskTests : IAsyncLifetime
{
    private const string CannotStore = "this node cannot store it just now, please try another";

    private readonly TempFolder _folder = new();
    private readonly NodeLog _log = new();
    private readonly ScriptedChain _chain = new();
    private JsonRpcHost _chainHost = null!;

    public async ValueTask InitializeAsync() => _chainHost = await JsonRpcHost.StartAsync(_chain, new JsonRpcHostOptions(), _log);

    public async ValueTask DisposeAsync()
    {
        await _chainHost.DisposeAsync();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Upload_NoRoomForASegmentFile_IsRefusedAndTakenLater()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on the size of a process' files.");
        TestFile file = TestFile.Create(600_000);
        long sequence = _chain.Submit(file);

        // 1. The disk has room for the database, but not for the 260 MiB of a segment file.
        using (ChildNode full = await ChildNode.StartAsync(_chainHost.Uri, _folder.Path, largestFile: 64 << 20))
        {
            // 2. Each upload is refused, and 3. the node goes on answering and claims nothing.
            for (int i = 0; i < 2; i++)
            {
                ZeroGException refused = await Assert.ThrowsAnyAsync<ZeroGException>(
                    () => full.Client.UploadSegmentsBySequenceAsync([file.Segment(0)], sequence));
                Assert.Contains(CannotStore, refused.Message, StringComparison.Ordinal);
            }

            Assert.Equal(1, (await full.Client.GetStatusAsync()).NextSequence);
            Assert.Equal(0, (await full.Client.GetFileInfoBySequenceAsync(sequence))!.UploadedSegments);
            Assert.Null(await full.Client.DownloadSegmentWithProofBySequenceAsync(sequence, 0));
        }

        // 4. With room, the same folder takes the file.
        using ChildNode roomy = await ChildNode.StartAsync(_chainHost.Uri, _folder.Path);
        await roomy.Client.UploadSegmentsBySequenceAsync([file.Segment(0), file.Segment(1), file.Segment(2)], sequence);
        Assert.True(await roomy.Client.CheckFileFinalizedAsync(file.Root));
    }

    [Fact]
    public async Task Upload_DatabaseCannotGrow_KeepsWhatWasAcknowledged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on the size of a process' files.");
        TestFile[] files = [.. Enumerable.Range(0, 20).Select(seed => TestFile.Create(250_000, seed))];
        List<TestFile> acknowledged = [];

        // 1. Segments come before their submissions and go into the database, whose log may not grow beyond 2 MiB.
        using (ChildNode full = await ChildNode.StartAsync(_chainHost.Uri, _folder.Path, largestFile: 2 << 20))
        {
            foreach (TestFile file in files)
            {
                try
                {
                    await full.Client.UploadSegmentsAsync([file.Segment(0)]);
                    acknowledged.Add(file);
                }
                catch (ZeroGException refused)
                {
                    Assert.Contains(CannotStore, refused.Message, StringComparison.Ordinal);
                }
            }

            // 2. Some were taken, some refused, and the node still answers.
            Assert.InRange(acknowledged.Count, 3, files.Length - 3);
            Assert.Equal(0, (await full.Client.GetStatusAsync()).NextSequence);
        }

        // 3. With room, their submissions come, and every one that was acknowledged is whole.
        using ChildNode roomy = await ChildNode.StartAsync(_chainHost.Uri, _folder.Path);
        foreach (TestFile file in files)
        {
            _chain.Submit(file);
        }

        foreach (TestFile file in acknowledged)
        {
            await NodeCluster.UntilAsync(async () => await roomy.Client.CheckFileFinalizedAsync(file.Root) == true);
            using SegmentWithProof? segment =
                await roomy.Client.DownloadSegmentWithProofBySequenceAsync(Array.IndexOf(files, file), 0);
            Assert.Equal(file.Wire(0), segment!.Data);
        }
    }
}
