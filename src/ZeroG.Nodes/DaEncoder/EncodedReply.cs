using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Numerics;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// Writes the reply of <c>EncodeBlob</c> as one gRPC message (specification section 5.2) slice by slice, as fast as the client takes it:
/// a full reply has 106,549,348 bytes, or 207,212,649 with its data, and is nowhere held whole.
/// </summary>
internal static class EncodedReply
{
    // Field number and wire type 2, bytes with a length, of the message in src/ZeroG.DataAvailability/Protocol/encoder.proto.
    private const byte CommitmentTag = (2 << 3) | 2;
    private const byte RootTag = (3 << 3) | 2;
    private const byte DataTag = (4 << 3) | 2;
    private const byte SliceTag = (5 << 3) | 2;

    private const int CommitmentSize = 64;
    private const int RootSize = 32;

    // One byte that says "not compressed" and the length, big-endian.
    private const int FrameHeaderSize = 1 + sizeof(uint);
    private const int LongestFieldHeader = 1 + 5;

    /// <summary>Bytes of the message, without the frame around it.</summary>
    public static long SizeOf(MatrixShape shape, bool withData) =>
        FieldSize(CommitmentSize)
        + FieldSize(RootSize)
        + (withData ? FieldSize(shape.EncodedSize) : 0)
        + (shape.EncodedRows * FieldSize(shape.SliceSize));

    /// <summary>Writes frame and message. Waits for the client wherever it is slower.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="blob">What was encoded.</param>
    /// <param name="withData">Whether the encoded cells are asked for too.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    public static async Task WriteAsync(PipeWriter writer, EncodedBlob blob, bool withData, CancellationToken cancellationToken)
    {
        MatrixShape shape = blob.Shape;
        int rowSize = shape.Columns * MatrixShape.CellSize;
        byte[] piece = ArrayPool<byte>.Shared.Rent(LongestFieldHeader + Math.Max(shape.SliceSize, rowSize));
        try
        {
            WriteHead(writer, blob, withData);
            for (int row = 0; withData && row < shape.EncodedRows; row++)
            {
                Cells.Write(blob.Row(row), piece);
                writer.Write(piece.AsSpan(0, rowSize));
                await FlushAsync(writer, cancellationToken).ConfigureAwait(false);
            }

            for (int row = 0; row < shape.EncodedRows; row++)
            {
                int header = WriteFieldHeader(piece, SliceTag, shape.SliceSize);
                blob.WriteSlice(row, piece.AsSpan(header, shape.SliceSize));
                writer.Write(piece.AsSpan(0, header + shape.SliceSize));
                await FlushAsync(writer, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    // The version, zero, is the default and so not on the wire.
    private static void WriteHead(PipeWriter writer, EncodedBlob blob, bool withData)
    {
        Span<byte> head = stackalloc byte[FrameHeaderSize + (3 * LongestFieldHeader) + CommitmentSize + RootSize];
        head[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(head[1..], checked((uint)SizeOf(blob.Shape, withData)));
        int length = FrameHeaderSize;
        length += WriteFieldHeader(head[length..], CommitmentTag, CommitmentSize);
        blob.Commitment.X.Write(head[length..]);
        blob.Commitment.Y.Write(head[(length + (CommitmentSize / 2))..]);
        length += CommitmentSize;
        length += WriteFieldHeader(head[length..], RootTag, RootSize);
        blob.DataRoot.CopyTo(head[length..]);
        length += RootSize;
        if (withData)
        {
            length += WriteFieldHeader(head[length..], DataTag, blob.Shape.EncodedSize);
        }

        writer.Write(head[..length]);
    }

    private static async ValueTask FlushAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        FlushResult flushed = await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new OperationCanceledException("The client takes nothing any more.", cancellationToken);
        }
    }

    private static int WriteFieldHeader(Span<byte> destination, byte tag, int size)
    {
        destination[0] = tag;
        int length = 1;
        uint rest = (uint)size;
        for (; rest >= 0x80; rest >>= 7)
        {
            destination[length++] = (byte)(rest | 0x80);
        }

        destination[length++] = (byte)rest;
        return length;
    }

    private static long FieldSize(int size) => 1 + ((38 - BitOperations.LeadingZeroCount((uint)size | 1)) / 7) + size;
}
