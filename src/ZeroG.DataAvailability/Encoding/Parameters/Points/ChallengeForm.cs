using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>
/// The uncompressed form of the ceremony's tools: big-endian coordinates, those of G2 with C1 first. Of the first byte, bit 7 marks the
/// compressed form and bit 6 infinity (matter-labs/pairing, <c>src/bn256/ec.rs</c>).
/// </summary>
internal static class ChallengeForm
{
    private const int CompressedFlag = 0x80;
    private const int InfinityFlag = 0x40;

    /// <summary>Looks at the flags, which no point of a parameter has.</summary>
    public static PointFault CheckFlags(ReadOnlySpan<byte> bytes) =>
        (bytes[0] & CompressedFlag) != 0 ? PointFault.Flags : (bytes[0] & InfinityFlag) != 0 ? PointFault.Infinity : PointFault.None;

    /// <summary>Reads C1 and C0.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Fq2 value)
    {
        bool canonical = Fq.TryReadBigEndian(bytes[..Fq.Size], out Fq c1) & Fq.TryReadBigEndian(bytes.Slice(Fq.Size, Fq.Size), out Fq c0);
        value = new(c0, c1);
        return canonical;
    }

    /// <summary>Writes C1 and C0.</summary>
    public static void Write(in Fq2 value, Span<byte> bytes)
    {
        value.C1.WriteBigEndian(bytes[..Fq.Size]);
        value.C0.WriteBigEndian(bytes.Slice(Fq.Size, Fq.Size));
    }
}

internal sealed class ChallengeG1 : PointCodec<G1Affine>
{
    public override int Size => 64;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G1Affine point)
    {
        point = default;
        if (ChallengeForm.CheckFlags(bytes) is not PointFault.None and PointFault fault)
        {
            return fault;
        }

        if (!Fq.TryReadBigEndian(bytes[..32], out Fq x) || !Fq.TryReadBigEndian(bytes[32..64], out Fq y))
        {
            return PointFault.Coordinate;
        }

        point = new(x, y);
        return PointCheck.Of(point);
    }

    public override void Write(in G1Affine point, Span<byte> bytes)
    {
        point.X.WriteBigEndian(bytes[..32]);
        point.Y.WriteBigEndian(bytes[32..64]);
    }
}

internal sealed class ChallengeG2 : PointCodec<G2Affine>
{
    public override int Size => 128;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G2Affine point)
    {
        point = default;
        if (ChallengeForm.CheckFlags(bytes) is not PointFault.None and PointFault fault)
        {
            return fault;
        }

        if (!ChallengeForm.TryRead(bytes[..64], out Fq2 x) || !ChallengeForm.TryRead(bytes[64..128], out Fq2 y))
        {
            return PointFault.Coordinate;
        }

        point = new(x, y);
        return PointCheck.Of(point);
    }

    public override void Write(in G2Affine point, Span<byte> bytes)
    {
        ChallengeForm.Write(point.X, bytes[..64]);
        ChallengeForm.Write(point.Y, bytes[64..128]);
    }
}
