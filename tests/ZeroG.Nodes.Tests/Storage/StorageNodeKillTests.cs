using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class StorageNodeKillTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Kill_InTheMiddleOfUploads_LosesNothingAcknowledged()
    {
        using TempFolder folder = new();
        using NodeLog log = new();
        ScriptedChain chain = new();
        await using JsonRpcHost chainHost = await JsonRpcHost.StartAsync(chain, new JsonRpcHostOptions(), log);
        Random random = new(1);

        // Files that share segments of the flow, files of several segments, and files whose submission comes after their segments.
        List<TestFile> files =
            [.. Enumerable.Range(0, 30).Select(i => TestFile.Create(random.Next(1, i % 3 == 0 ? 700_000 : 20_000), seed: i))];
        Dictionary<Hash256, long> sequences = [];
        foreach (TestFile file in files.Take(20))
        {
            sequences.Add(file.Root, chain.Submit(file));
        }

        List<(TestFile File, long Index)> waiting =
            [.. files.SelectMany(file => Enumerable.Range(0, (int)file.SegmentCount).Select(i => (file, (long)i)))];
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(waiting));
        ConcurrentDictionary<(Hash256 Root, long Index), TestFile> acknowledged = [];

        for (int round = 0; round < Kills; round++)
        {
            // 1. The node comes up over what the last one left. 2. Everything acknowledged so far is there, with its proof.
            using ChildNode node = await ChildNode.StartAsync(chainHost.Uri, folder.Path);
            await AssertPresentAsync(node.Client, acknowledged, sequences);

            // 3. Four clients upload, and 4. the process is killed after some answers, while others are on their way.
            int answers = random.Next(1, 5);
            await UploadUntilAsync(node, waiting, acknowledged, sequences, answers);

            // 5. Now and then the chain tells of a file whose segments have come before.
            if (round % 2 == 1)
            {
                TestFile late = files[20 + (round / 2)];
                sequences.Add(late.Root, chain.Submit(late));
            }
        }

        // 6. The last node takes the rest, and every file is whole.
        using ChildNode last = await ChildNode.StartAsync(chainHost.Uri, folder.Path);
        Assert.True(acknowledged.Count >= Kills, $"only {acknowledged.Count} segments were acknowledged");
        foreach ((TestFile file, long index) in waiting)
        {
            await UploadAsync(last.Client, file, index, sequences);
            acknowledged[(file.Root, index)] = file;
        }

        await AssertPresentAsync(last.Client, acknowledged, sequences);
        foreach (TestFile file in files)
        {
            Assert.True(await last.Client.CheckFileFinalizedAsync(file.Root));
        }
    }

    private static async Task UploadUntilAsync(
        ChildNode node, List<(TestFile File, long Index)> waiting, ConcurrentDictionary<(Hash256 Root, long Index), TestFile> acknowledged,
        Dictionary<Hash256, long> sequences, int answers)
    {
        ConcurrentQueue<(TestFile File, long Index)> queue = new(waiting);
        ConcurrentBag<(TestFile File, long Index)> done = [];
        int count = 0;
        Task[] clients = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out (TestFile File, long Index) next))
            {
                try
                {
                    await UploadAsync(node.Client, next.File, next.Index, sequences);
                }
                catch (ZeroGException)
                {
                    // The node is gone; whether it had stored the segment is open, so it is sent again in the next round.
                    return;
                }

                acknowledged[(next.File.Root, next.Index)] = next.File;
                done.Add(next);
                if (Interlocked.Increment(ref count) == answers)
                {
                    node.Kill();
                }
            }
        }))];
        await Task.WhenAll(clients);
        node.Kill();
        waiting.RemoveAll(done.Contains);
    }

    private static async Task UploadAsync(StorageNodeClient client, TestFile file, long index, Dictionary<Hash256, long> sequences)
    {
        try
        {
            await (sequences.TryGetValue(file.Root, out long sequence)
                ? client.UploadSegmentsBySequenceAsync([file.Segment(index)], sequence)
                : client.UploadSegmentsAsync([file.Segment(index)]));
        }
        catch (StorageNodeException refused) when (IsThere(refused))
        {
            // Stored before the last kill, without an answer.
            return;
        }
    }

    private static bool IsThere(StorageNodeException refused) =>
        refused.ToString().Contains(StorageRefusal.AlreadyFinalized, StringComparison.Ordinal)
        || refused.ToString().Contains(StorageRefusal.AlreadyUploaded, StringComparison.Ordinal);

    private static async Task AssertPresentAsync(
        StorageNodeClient client, ConcurrentDictionary<(Hash256 Root, long Index), TestFile> acknowledged,
        Dictionary<Hash256, long> sequences)
    {
        foreach (((Hash256 root, long index), TestFile file) in acknowledged)
        {
            if (!sequences.TryGetValue(root, out long sequence))
            {
                // Not yet submitted, so nobody can ask for it; it is looked at when its submission has come.
                continue;
            }

            using SegmentWithProof? segment = await client.DownloadSegmentWithProofBySequenceAsync(sequence, index);
            Assert.True(segment is not null, $"segment {index} of {root} was acknowledged and is gone");
            Assert.Equal(file.Wire(index), segment.Data);
            Assert.Null(segment.Proof.FindFault(root, file.Tree.SegmentRoot(index), index, file.Tree.Padding.PaddedSegments));
        }
    }
}
