using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// What a request says at its beginning of what is to come: the frame of gRPC, and in it the first field of
/// <c>src/ZeroG.DataAvailability/Protocol/encoder.proto</c>. Nothing is taken away from the body.
/// </summary>
/// <param name="IsCompressed">Whether it has to be unpacked.</param>
/// <param name="Size">Bytes of the message.</param>
/// <param name="BlobSize">Bytes of the blob, where the message begins with it, as those of all known clients do.</param>
internal readonly record struct MessageHead(bool IsCompressed, long Size, long? BlobSize)
{
    // Whether it is compressed, and the length, big-endian.
    private const int FrameSize = 1 + sizeof(uint);

    // Field 1, bytes with a length.
    private const byte DataTag = (1 << 3) | 2;
    private const int LongestLength = 5;
    private const int LongestHead = FrameSize + 1 + LongestLength;

    /// <summary>Waits for the beginning; null when the body ends before the frame does.</summary>
    public static async ValueTask<MessageHead?> PeekAsync(PipeReader body, CancellationToken cancellationToken)
    {
        ReadResult read = await body.ReadAtLeastAsync(LongestHead, cancellationToken).ConfigureAwait(false);
        MessageHead? head = Read(read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LongestHead)).ToArray());
        body.AdvanceTo(read.Buffer.Start);
        return head;
    }

    private static MessageHead? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FrameSize)
        {
            return null;
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        ReadOnlySpan<byte> message = bytes[FrameSize..];
        bool compressed = bytes[0] != 0;
        return new MessageHead(compressed, size, !compressed && message is [DataTag, ..] ? ReadLength(message[1..]) : null);
    }

    private static long? ReadLength(ReadOnlySpan<byte> bytes)
    {
        long length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            length |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                return length;
            }
        }

        return null;
    }
}
