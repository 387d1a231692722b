using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>Each coordinate as the four limbs of value · 2^256 mod q, the lowest first: what <see cref="Fq"/> is in memory.</summary>
internal static class MontgomeryForm
{
    /// <summary>Whether every coordinate is below q, as all arithmetic takes for granted.</summary>
    public static bool IsReduced(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Fq.Size..])
        {
            ulong l3 = Limb(bytes, 3);
            if (l3 < Q3)
            {
                continue;
            }

            ulong l2 = Limb(bytes, 2);
            ulong l1 = Limb(bytes, 1);
            if (l3 > Q3 || l2 > Q2 || (l2 == Q2 && (l1 > Q1 || (l1 == Q1 && Limb(bytes, 0) >= Q0))))
            {
                return false;
            }
        }

        return true;
    }

    private const ulong Q0 = 0x3c208c16d87cfd47;
    private const ulong Q1 = 0x97816a916871ca8d;
    private const ulong Q2 = 0xb85045b68181585d;
    private const ulong Q3 = 0x30644e72e131a029;

    private static ulong Limb(ReadOnlySpan<byte> bytes, int limb) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[(limb * sizeof(ulong))..]);
}

internal sealed class MontgomeryG1 : PointCodec<G1Affine>
{
    public override int Size => 64;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G1Affine point)
    {
        point = default;
        if (!MontgomeryForm.IsReduced(bytes))
        {
            return PointFault.Coordinate;
        }

        point = MemoryMarshal.Read<G1Affine>(bytes);
        return PointCheck.Of(point);
    }

    public override void Write(in G1Affine point, Span<byte> bytes) => MemoryMarshal.Write(bytes, in point);
}

internal sealed class MontgomeryG2 : PointCodec<G2Affine>
{
    public override int Size => 128;

    public override PointFault Read(ReadOnlySpan<byte> bytes, out G2Affine point)
    {
        point = default;
        if (!MontgomeryForm.IsReduced(bytes))
        {
            return PointFault.Coordinate;
        }

        point = MemoryMarshal.Read<G2Affine>(bytes);
        return PointCheck.Of(point);
    }

    public override void Write(in G2Affine point, Span<byte> bytes) => MemoryMarshal.Write(bytes, in point);
}
