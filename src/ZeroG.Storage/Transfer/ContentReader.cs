using System.Buffers;
using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Reads content from the nodes in order, with a window of segments in flight, and decrypts it on the way. Only the segments of the range
/// that is asked for are fetched.
/// </summary>
internal sealed class ContentReader(StoredContent content, int window, bool withProof, Action<string>? warn)
{
    private readonly Dictionary<StoredFile, SegmentReceiver> _receivers =
        content.Parts.Distinct().ToDictionary(part => part, part => new SegmentReceiver(part, withProof, warn));

    // The first segment has the header of an encrypted file, which is needed before anything else; it is not fetched twice.
    private byte[]? _first;

    /// <summary>Fetches the header of encrypted content and opens the cipher.</summary>
    /// <exception cref="ZeroGException"><c>ZgEncryptionVersionUnknown</c> and the other failures of reading a header;
    /// <c>ZgEncryptionKeyMissing</c>.</exception>
    public async Task DecryptAsync(DecryptionKeys keys, CancellationToken cancellationToken)
    {
        StoredFile first = content.Parts[0];
        using (ReceivedSegment segment = await _receivers[first].ReceiveAsync(0, cancellationToken))
        {
            _first = segment.Data[..first.Padding.FileLength(0)].ToArray();
        }

        string name = first.Root.ToString();
        content.Decrypt(keys.Open(EncryptionHeader.Read(_first, name), name));
    }

    /// <summary>Reads bytes as they are received. Each piece is valid until the next is asked for.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes; all within the content.</param>
    /// <param name="cancellationToken">Stops the requests; none outlives the enumeration.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position = offset + content.HeaderSize;
        byte[]? decrypted = content.Cipher is null ? null : ArrayPool<byte>.Shared.Rent(FlowPadding.SegmentSize);
        Queue<(Task<ReceivedSegment?> Request, int Skip, int Length)> requests = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            long next = position;
            long end = position + length;
            while (next < end || requests.Count > 0)
            {
                while (requests.Count < window && next < end)
                {
                    (StoredFile part, long within) = content.Locate(next);
                    (long segment, long skip) = Math.DivRem(within, FlowPadding.SegmentSize);
                    int size = (int)Math.Min(part.Padding.FileLength(segment) - skip, end - next);
                    requests.Enqueue((RequestAsync(part, segment, stop.Token), (int)skip, size));
                    next += size;
                }

                (Task<ReceivedSegment?> request, int start, int count) = requests.Dequeue();
                using ReceivedSegment? received = await request;
                ReadOnlyMemory<byte> piece = (received?.Data ?? _first).Slice(start, count);
                if (decrypted is not null)
                {
                    content.Cipher!.Apply(position - content.HeaderSize, piece.Span, decrypted);
                    piece = decrypted.AsMemory(0, count);
                }

                yield return piece;
                position += count;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await AbandonAsync(requests.Select(item => item.Request));
            if (decrypted is not null)
            {
                ArrayPool<byte>.Shared.Return(decrypted, clearArray: true);
            }
        }
    }

    /// <summary>A segment from a node; null for the one that is here already.</summary>
    private async Task<ReceivedSegment?> RequestAsync(StoredFile part, long segment, CancellationToken cancellationToken) =>
        segment == 0 && _first is not null && part == content.Parts[0]
            ? null
            : await _receivers[part].ReceiveAsync(segment, cancellationToken);

    /// <summary>Waits for requests that were cancelled, so that none outlives the download, and gives their buffers back.</summary>
    private static async Task AbandonAsync(IEnumerable<Task<ReceivedSegment?>> requests)
    {
        foreach (Task<ReceivedSegment?> request in requests)
        {
            await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (request.IsCompletedSuccessfully)
            {
                (await request)?.Dispose();
            }
        }
    }
}
