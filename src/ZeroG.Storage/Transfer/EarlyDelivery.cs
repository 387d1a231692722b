using System.Buffers;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Sends small files by their root while their submission is still on its way into the log: nodes keep such segments until the entry comes
/// (0G storage specification, fast path). Several files share a request. What a node does not take here it gets afterwards, so nothing
/// that goes wrong here matters.
/// </summary>
/// <param name="nodes">The nodes.</param>
/// <param name="options">How much goes into one request.</param>
/// <param name="lanes">Requests in flight.</param>
/// <param name="sent">Receives the bytes sent.</param>
internal sealed class EarlyDelivery(UploadNodes nodes, UploadOptions options, TransferLanes lanes, ByteProgress sent)
{
    // One segment: where in the flow it will lie, and so which shard will keep it, nobody knows yet; each node gets it.
    private const long SmallFile = FlowPadding.SegmentSize;

    // The most that is worth to be sent on trust, where each node keeps everything.
    private const long LargestFile = 2 << 20;

    /// <summary>Sends those of the units that are small enough.</summary>
    public async Task SendAsync(IReadOnlyList<PaymentRequest> requests, CancellationToken cancellationToken)
    {
        IReadOnlyList<StorageNode> receivers = nodes.Current;
        long largest = receivers.All(node => node.Shard.NumShard == 1) ? LargestFile : SmallFile;
        List<Task> sending = [];
        foreach (List<PaymentRequest> part in Parts(requests.Where(request => request.File.Size <= largest)))
        {
            Task task = lanes.SendAsync(() => SendPartAsync(part, receivers, cancellationToken), cancellationToken);
            part.ForEach(request => request.Early = task);
            sending.Add(task);
        }

        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IEnumerable<List<PaymentRequest>> Parts(IEnumerable<PaymentRequest> requests)
    {
        List<PaymentRequest> part = [];
        long bytes = 0;
        foreach (PaymentRequest request in requests)
        {
            if (part.Count > 0 && bytes + request.File.Size > options.TaskSize * (long)FlowPadding.SegmentSize)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(request);
            bytes += request.File.Size;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task<bool> SendPartAsync(
        List<PaymentRequest> part, IReadOnlyList<StorageNode> receivers, CancellationToken cancellationToken)
    {
        List<byte[]> rented = [];
        try
        {
            List<SegmentWithProof> segments = [];
            foreach (PaymentRequest request in part)
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(checked((int)(request.Tree.Padding.Sectors * FlowPadding.SectorSize)));
                rented.Add(buffer);
                segments.AddRange(await ReadAsync(request, buffer, cancellationToken));
            }

            await Task.WhenAll(receivers.Select(node => OfferAsync(node, segments, cancellationToken)));
            return true;
        }
        finally
        {
            rented.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer));
        }
    }

    private static async Task<IReadOnlyList<SegmentWithProof>> ReadAsync(
        PaymentRequest request, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            long[] all = new long[request.Tree.Padding.Segments];
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = i;
            }

            using OpenUnit open = request.Unit.Open();
            return await SegmentReader.ReadAsync(open.Source, request.Tree, all, buffer, cancellationToken);
        }
        catch (ZeroGException)
        {
            // The file's own delivery meets the same and reports it.
            return [];
        }
    }

    private async Task OfferAsync(StorageNode node, List<SegmentWithProof> segments, CancellationToken cancellationToken)
    {
        try
        {
            if (segments.Count > 0)
            {
                await node.Client.UploadSegmentsAsync(segments, cancellationToken);
                long bytes = segments.Sum(segment => (long)new FlowPadding(segment.FileSize).FileLength(segment.Index));
                sent.Expect(bytes);
                sent.Add(bytes);
            }
        }
        catch (ZeroGException)
        {
            // An older node, a full cache, a node that is gone: what is missing afterwards is sent again.
        }
    }
}
