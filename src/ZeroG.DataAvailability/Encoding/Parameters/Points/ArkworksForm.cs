using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>
/// Arkworks' canonical forms: little-endian integers, and two flags in the top bits of the last byte, of which one means infinity and both
/// are an error.
/// </summary>
internal static class ArkworksForm
{
    private const int InfinityFlag = 0x40;
    private const int Flags = 0xC0;

    /// <summary>Why the reader refused bytes: what can be told from the flags and the coordinates.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="otherwise">What it is when flags and coordinates are right.</param>
    public static PointFault FaultOf(ReadOnlySpan<byte> bytes, PointFault otherwise)
    {
        if ((bytes[^1] & InfinityFlag) != 0)
        {
            return (bytes[^1] & Flags) == Flags ? PointFault.Flags : PointFault.Infinity;
        }

        Span<byte> plain = stackalloc byte[bytes.Length];
        bytes.CopyTo(plain);
        plain[^1] &= Flags ^ 0xFF;
        for (int i = 0; i < plain.Length; i += Fq.Size)
        {
            if (!Fq.TryRead(plain.Slice(i, Fq.Size), out _))
            {
                return PointFault.Coordinate;
            }
        }

        return otherwise;
    }
}

internal sealed class UncompressedG1 : PointCodec<G1Affine>
{
    public override int Size => 64;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G1Affine point) =>
        G1Affine.TryReadUncompressed(bytes, out point) && !point.IsInfinity
            ? PointFault.None
            : ArkworksForm.FaultOf(bytes, PointFault.OffCurve);

    public override void Write(in G1Affine point, Span<byte> bytes) => point.WriteUncompressed(bytes);
}

internal sealed class UncompressedG2 : PointCodec<G2Affine>
{
    public override int Size => 128;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G2Affine point)
    {
        if (G2Affine.TryReadUncompressed(bytes, out point) && !point.IsInfinity)
        {
            return PointFault.None;
        }

        PointFault fault = ArkworksForm.FaultOf(bytes, PointFault.None);
        return fault != PointFault.None ? fault : PointCheck.Of(Plain(bytes));
    }

    public override void Write(in G2Affine point, Span<byte> bytes) => point.WriteUncompressed(bytes);

    private static G2Affine Plain(ReadOnlySpan<byte> bytes)
    {
        Span<byte> last = stackalloc byte[Fq.Size];
        bytes[96..].CopyTo(last);
        last[^1] &= 0x3F;
        Fq.TryRead(bytes[..32], out Fq x0);
        Fq.TryRead(bytes[32..64], out Fq x1);
        Fq.TryRead(bytes[64..96], out Fq y0);
        Fq.TryRead(last, out Fq y1);
        return new(new Fq2(x0, x1), new Fq2(y0, y1));
    }
}

internal sealed class CompressedG1 : PointCodec<G1Affine>
{
    public override int Size => 32;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G1Affine point) =>
        G1Affine.TryReadCompressed(bytes, out point) && !point.IsInfinity
            ? PointFault.None
            : ArkworksForm.FaultOf(bytes, PointFault.OffCurve);

    public override void Write(in G1Affine point, Span<byte> bytes) => point.WriteCompressed(bytes);
}

internal sealed class CompressedG2 : PointCodec<G2Affine>
{
    public override int Size => 64;

    // What has a square root is on the curve and was refused for its group; telling the two apart takes a root that nobody needs.
    public override PointFault Read(ReadOnlySpan<byte> bytes, out G2Affine point) =>
        G2Affine.TryReadCompressed(bytes, out point) && !point.IsInfinity
            ? PointFault.None
            : ArkworksForm.FaultOf(bytes, PointFault.OutsideGroup);

    public override void Write(in G2Affine point, Span<byte> bytes) => point.WriteCompressed(bytes);
}
