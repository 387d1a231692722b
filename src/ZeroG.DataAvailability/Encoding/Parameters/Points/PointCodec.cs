namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>How a file writes points of one group down.</summary>
/// <typeparam name="TPoint">G1Affine or G2Affine.</typeparam>
internal abstract class PointCodec<TPoint>
    where TPoint : unmanaged
{
    /// <summary>Bytes of a point.</summary>
    public abstract int Size { get; }

    /// <summary>Reads a point of the group that is not infinity.</summary>
    /// <param name="bytes"><see cref="Size"/> bytes.</param>
    /// <param name="point">The point when nothing is wrong with it.</param>
    public abstract PointFault Read(ReadOnlySpan<byte> bytes, out TPoint point);

    /// <summary>Writes a point that is not infinity into <see cref="Size"/> bytes.</summary>
    public abstract void Write(in TPoint point, Span<byte> bytes);
}
