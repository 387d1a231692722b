using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <content>Roots of unity.</content>
public readonly partial struct Fr
{
    /// <summary>The largest k for which 2^k divides r - 1.</summary>
    public const int TwoAdicity = 28;

    private static readonly Fr[] Roots = RootsFrom(FromUInt64(5).Pow(ExponentOfPrimitiveRoot()));

    /// <summary>
    /// The root of unity of order 2^log that the protocol uses: a power of 5^((r-1)/2^28). Some libraries and documents begin with another
    /// generator than 5, and come to other roots.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The log is not in 0..<see cref="TwoAdicity"/>.</exception>
    public static Fr RootOfUnity(int log)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(log);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log, TwoAdicity);
        return Roots[log];
    }

    private static ulong[] ExponentOfPrimitiveRoot()
    {
        BigInteger exponent = (Modulus - 1) >> TwoAdicity;
        return [.. Enumerable.Range(0, 4).Select(limb => (ulong)((exponent >> (64 * limb)) & ulong.MaxValue))];
    }

    private static Fr[] RootsFrom(Fr primitive)
    {
        Fr[] roots = new Fr[TwoAdicity + 1];
        roots[TwoAdicity] = primitive;
        for (int log = TwoAdicity; log > 0; log--)
        {
            roots[log - 1] = roots[log].Square();
        }

        return roots;
    }
}
