using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight elements of a prime field at once, one in each lane of 512-bit vectors: a number is Σ limb_i·2^(52i) of five signed limbs, held as
/// doubles, and stands for itself times 2^-260 (Montgomery's form with that R). Not for secrets: <see cref="IsZero"/> branches.
/// </summary>
/// <remarks>
/// <para>The only wide multiplier that .NET reaches is that of doubles. A fused multiply-add onto 1.5·2^104, rounded down, leaves the upper
/// half of a product of limbs as an integer in the bits of the sum; a second one, onto the difference, leaves the lower half exactly
/// (Emmart, Zheng, Weems 2018). The halves are added as 64-bit integers, whose constant upper bits one number takes away.</para>
/// <para>Nothing is reduced that need not be, so every operation states its bounds, and the caller keeps them. Values are within 42 p of
/// zero. Limbs are <em>tight</em>, within 2^51 of zero, or <em>loose</em>, within 2^52: the sum or difference of two tight numbers is
/// loose. A product of limbs must stay within 2^103, so one factor has to be tight. The "1.24 p" of a product is that of q; r comes to
/// 1.06.</para>
/// <para>Results may be written over operands. Memory that is aligned to 64 bytes is read in half the time.</para>
/// <para>Processors with AVX2 alone work on halves: the products in <see cref="Lanes4{TModulus}"/>, all else by <see cref="Wide"/>.</para>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe partial struct Lanes8<TModulus>
    where TModulus : struct, IModulus
{
    /// <summary>Elements.</summary>
    public const int Count = 8;

    private const int LimbBits = 52;
    private const long LimbMask = (1L << LimbBits) - 1;

    // 1.5·2^104, whose last bit weighs 2^52, and 2^52, whose last bit weighs one; both also as the bits of the double.
    private const double HighBias = 30423614405477505635920876929024d;
    private const double LowBias = 1L << LimbBits;
    private const long HighBiasBits = 0x4678000000000000;
    private const long LowBiasBits = 0x4330000000000000;

    // Columns are rounded to the nearest multiple of 2^52 by adding one half and shifting, or up by adding all but one; the digit that is
    // left is then too large by as much, and by the bias of the double that its bits are made into.
    private const long Round = 1L << (LimbBits - 1);
    private const long RoundUp = LimbMask;
    private const double Offset = LowBias + Round;
    private const double OffsetUp = LowBias + RoundUp;

    public Vector512<double> Limb0;
    public Vector512<double> Limb1;
    public Vector512<double> Limb2;
    public Vector512<double> Limb3;
    public Vector512<double> Limb4;

    /// <summary>Whether this processor has the vectors. Nothing else here may be called where it has not.</summary>
    public static bool IsSupported => HasWideVectors || Lanes4<TModulus>.IsSupported;

    /// <summary>Whether a vector is one register; otherwise its halves are worked on by themselves.</summary>
    private static bool HasWideVectors => Avx512F.IsSupported && Avx512DQ.IsSupported;

    /// <summary>a + b. Loose if both are tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        result.Limb0 = a.Limb0 + b.Limb0;
        result.Limb1 = a.Limb1 + b.Limb1;
        result.Limb2 = a.Limb2 + b.Limb2;
        result.Limb3 = a.Limb3 + b.Limb3;
        result.Limb4 = a.Limb4 + b.Limb4;
    }

    /// <summary>a - b. Loose if both are tight, or if neither has negative limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        result.Limb0 = a.Limb0 - b.Limb0;
        result.Limb1 = a.Limb1 - b.Limb1;
        result.Limb2 = a.Limb2 - b.Limb2;
        result.Limb3 = a.Limb3 - b.Limb3;
        result.Limb4 = a.Limb4 - b.Limb4;
    }

    /// <summary>-a in the lanes whose bit of the mask is set, a in the others. As tight as a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NegateWhere(byte mask, in Lanes8<TModulus> a, out Lanes8<TModulus> result)
    {
        Vector512<double> signs = (LaneMask(mask) & Vector512.Create(long.MinValue)).AsDouble();
        result.Limb0 = a.Limb0 ^ signs;
        result.Limb1 = a.Limb1 ^ signs;
        result.Limb2 = a.Limb2 ^ signs;
        result.Limb3 = a.Limb3 ^ signs;
        result.Limb4 = a.Limb4 ^ signs;
    }

    /// <summary>a in the lanes whose bit of the mask is set, b in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(byte mask, in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result)
    {
        Vector512<double> lanes = LaneMask(mask).AsDouble();
        result.Limb0 = Vector512.ConditionalSelect(lanes, a.Limb0, b.Limb0);
        result.Limb1 = Vector512.ConditionalSelect(lanes, a.Limb1, b.Limb1);
        result.Limb2 = Vector512.ConditionalSelect(lanes, a.Limb2, b.Limb2);
        result.Limb3 = Vector512.ConditionalSelect(lanes, a.Limb3, b.Limb3);
        result.Limb4 = Vector512.ConditionalSelect(lanes, a.Limb4, b.Limb4);
    }

    /// <summary>The same number with tight limbs. Those of a may be within 2^53 - 2, as they are in a sum of three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(in Lanes8<TModulus> a, out Lanes8<TModulus> result) =>
        Carry(a.Limb0, a.Limb1, a.Limb2, a.Limb3, a.Limb4, out result);

    /// <summary>a + b, tight. Limbs of the sum may be within 2^53 - 2, as they are if one is tight and the other loose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddCarry(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result) =>
        Carry(a.Limb0 + b.Limb0, a.Limb1 + b.Limb1, a.Limb2 + b.Limb2, a.Limb3 + b.Limb3, a.Limb4 + b.Limb4, out result);

    /// <summary>a - b, tight. Limbs of the difference may be within 2^53 - 2, as they are if one is tight and the other loose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractCarry(in Lanes8<TModulus> a, in Lanes8<TModulus> b, out Lanes8<TModulus> result) =>
        Carry(a.Limb0 - b.Limb0, a.Limb1 - b.Limb1, a.Limb2 - b.Limb2, a.Limb3 - b.Limb3, a.Limb4 - b.Limb4, out result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        Vector512<double> limb0,
        Vector512<double> limb1,
        Vector512<double> limb2,
        Vector512<double> limb3,
        Vector512<double> limb4,
        out Lanes8<TModulus> result)
    {
        // The sum with the bias is rounded to a multiple of 2^52.
        Vector512<double> bias = Vector512.Create(HighBias);
        Vector512<double> scale = Vector512.Create(1 / LowBias);
        Vector512<double> upper0 = (limb0 + bias) - bias;
        limb1 = Wide.MultiplyAdd(upper0, scale, limb1);
        Vector512<double> upper1 = (limb1 + bias) - bias;
        limb2 = Wide.MultiplyAdd(upper1, scale, limb2);
        Vector512<double> upper2 = (limb2 + bias) - bias;
        limb3 = Wide.MultiplyAdd(upper2, scale, limb3);
        Vector512<double> upper3 = (limb3 + bias) - bias;
        result.Limb0 = limb0 - upper0;
        result.Limb1 = limb1 - upper1;
        result.Limb2 = limb2 - upper2;
        result.Limb3 = limb3 - upper3;
        result.Limb4 = Wide.MultiplyAdd(upper3, scale, limb4);
    }

    /// <summary>⌊a·b/2^52⌋ in the lower bits of a double whose other bits are those of the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> High(Vector512<double> a, Vector512<double> b, Vector512<double> bias) =>
        Avx512F.FusedMultiplyAdd(a, b, bias, FloatRoundingMode.ToZero);

    /// <summary>a·b mod 2^52 in the lower bits of 2^52, given both biases minus <see cref="High"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Low(Vector512<double> a, Vector512<double> b, Vector512<double> difference) =>
        Avx512F.FusedMultiplyAdd(a, b, difference);

    /// <summary>The lower 52 bits of a column in the lower bits of 2^52.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Digit(Vector512<long> column, Vector512<long> mask, Vector512<long> exponent) =>
        ((column & mask) | exponent).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Integer(Vector512<double> limb) => Wide.ToInt64(limb);

    /// <summary>Where four of the lanes begin, for <see cref="Lanes4{TModulus}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Half(in Lanes8<TModulus> a, int half) =>
        ref Unsafe.Add(ref Unsafe.As<Lanes8<TModulus>, double>(ref Unsafe.AsRef(in a)), half * Lanes4<TModulus>.Count);

    /// <summary>All ones in the lanes whose bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> LaneMask(byte mask)
    {
        Vector512<long> bits = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        return Vector512.Equals(Vector512.Create((long)mask) & bits, bits);
    }
}
