using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The products of <see cref="Lanes8{TModulus}"/> on processors whose vectors have 256 bits: the lower or the upper four of its lanes, with
/// the same limbs, promises and needs. Numbers are given by the place of their first limb's lanes.
/// </summary>
/// <remarks>
/// These processors round a product to the nearest only, so its lower half has a sign. The bias of that half is 1.5·2^52, below and above
/// which a double counts in ones; it cannot be taken together with the bias of the upper half, which costs an addition. Nor can they shift
/// signed integers: columns carry 2^63 more than they stand for, and the one above takes what that adds to the carry away again.
/// </remarks>
internal static unsafe partial class Lanes4<TModulus>
    where TModulus : struct, IModulus
{
    /// <summary>Elements.</summary>
    public const int Count = 4;

    private const int LimbBits = 52;
    private const long LimbMask = (1L << LimbBits) - 1;

    // As in Lanes8.
    private const double HighBias = 30423614405477505635920876929024d;
    private const long HighBiasBits = 0x4678000000000000;
    private const double LowBias = 1L << LimbBits;
    private const long LowBiasBits = 0x4330000000000000;
    private const long Round = 1L << (LimbBits - 1);
    private const double Offset = LowBias + Round;

    // 1.5·2^52.
    private const double NearBias = 3L << (LimbBits - 1);
    private const long NearBiasBits = 0x4338000000000000;

    // What columns begin with: the first one that carries, those that also take a carry, and the last, which only takes one and becomes a
    // double at once.
    private const long FirstColumn = unchecked(long.MinValue + Round);
    private const long InnerColumn = FirstColumn - CarryBias;
    private const long LastColumn = NearBiasBits - CarryBias;
    private const long CarryBias = 1L << (63 - LimbBits);

    /// <summary>Whether this processor has the vectors.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Limb(ref double number, nuint index) =>
        Vector256.LoadUnsafe(ref number, index * Lanes8<TModulus>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> limb, ref double number, nuint index) =>
        limb.StoreUnsafe(ref number, index * Lanes8<TModulus>.Count);

    /// <summary>The integer nearest to a·b/2^52 in the lower bits of a double whose other bits are those of the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> High(Vector256<double> a, Vector256<double> b, Vector256<double> bias) =>
        Fma.MultiplyAdd(a, b, bias);

    /// <summary>What a·b has beyond that times 2^52, as an integer in the bits of 1.5·2^52, given the first bias minus the half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Low(Vector256<double> a, Vector256<double> b, Vector256<double> difference, Vector256<double> bias) =>
        Fma.MultiplyAdd(a, b, difference + bias);

    /// <summary>The lower 52 bits of a column in the lower bits of 2^52.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Digit(Vector256<long> column, Vector256<long> mask, Vector256<long> exponent) =>
        ((column & mask) | exponent).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Integer(Vector256<double> limb) => Wide.ToInt64(limb);
}
