using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The operations on 512-bit vectors that processors without AVX-512 have to put together from others, each half by itself. With AVX-512
/// they are one instruction.
/// </summary>
internal static class Wide
{
    // 2^54 and 2^52, each with half as much again, in whose bits integers of either sign stand: multiples of four in the first.
    private const double FoursBias = 3L << 53;
    private const double Bias = 3L << 51;
    private const long FoursBiasBits = 0x4358000000000000;
    private const long BiasBits = 0x4338000000000000;

    // 2^52 and 2^84, in whose bits the lower and the upper half of an integer stand, and what is then too much.
    private const long LowerBits = 0x4330000000000000;
    private const long UpperBits = 0x4530000080000000;
    private const double Excess = 19342822341709703277445120d;

    /// <summary>a·b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.IsSupported
            ? Avx512F.FusedMultiplyAdd(a, b, c)
            : Vector512.Create(
                Fma.MultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()), Fma.MultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <summary>The integers within 2^53 that the numbers are nearest to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> ToInt64(Vector512<double> numbers) =>
        Avx512DQ.IsSupported
            ? Avx512DQ.ConvertToVector512Int64(numbers)
            : Vector512.Create(ToInt64(numbers.GetLower()), ToInt64(numbers.GetUpper()));

    /// <summary>The integers within 2^53 that the numbers are nearest to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> ToInt64(Vector256<double> numbers)
    {
        // A multiple of four, which one bias takes in up to 2^53, and what is left.
        Vector256<double> bias = Vector256.Create(FoursBias);
        Vector256<double> fours = numbers + bias;
        Vector256<double> rest = numbers - (fours - bias) + Vector256.Create(Bias);
        return (fours.AsInt64() << 2) + (rest.AsInt64() - Vector256.Create(unchecked((4 * FoursBiasBits) + BiasBits)));
    }

    /// <summary>The integers, within 2^63, as the doubles nearest to them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ToDouble(Vector512<long> integers) =>
        Avx512DQ.IsSupported
            ? Avx512DQ.ConvertToVector512Double(integers)
            : Vector512.Create(ToDouble(integers.GetLower()), ToDouble(integers.GetUpper()));

    /// <summary>The integers, within 2^63, as the doubles nearest to them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ToDouble(Vector256<long> integers)
    {
        Vector256<long> lower = (integers & Vector256.Create(0xffffffffL)) | Vector256.Create(LowerBits);
        Vector256<long> upper = (integers >>> 32) ^ Vector256.Create(UpperBits);
        return upper.AsDouble() - Vector256.Create(Excess) + lower.AsDouble();
    }

    /// <summary>The integers in twice as many bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> FromInt32(Vector256<int> integers) =>
        Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int64(integers)
            : Vector512.Create(Avx2.ConvertToVector256Int64(integers.GetLower()), Avx2.ConvertToVector256Int64(integers.GetUpper()));

    /// <summary>a·b mod 2^64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> MultiplyLow(Vector512<long> a, Vector512<long> b) =>
        Avx512DQ.IsSupported
            ? Avx512DQ.MultiplyLow(a, b)
            : Vector512.Create(a.GetLower() * b.GetLower(), a.GetUpper() * b.GetUpper());

    /// <summary>⌊a/2^count⌋.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> ShiftRight(Vector512<long> a, [ConstantExpected] byte count) =>
        Avx512F.IsSupported
            ? Avx512F.ShiftRightArithmetic(a, count)
            : Vector512.Create(ShiftRight(a.GetLower(), count), ShiftRight(a.GetUpper(), count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> ShiftRight(Vector256<long> a, byte count)
    {
        // The sign is moved out of the way and taken back in its new place.
        Vector256<long> sign = Vector256.Create(long.MinValue >>> count);
        return ((a >>> count) ^ sign) - sign;
    }
}
