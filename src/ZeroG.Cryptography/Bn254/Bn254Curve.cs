using System.Globalization;
using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// BN254, which Ethereum calls alt_bn128 (EIP-196, EIP-197): the numbers from which everything in this folder follows.
/// </summary>
/// <remarks>
/// <para>The seed of this Barreto-Naehrig curve (SAC 2005) is x = 4965661367192848881. Coordinates live modulo
/// q = 36x⁴ + 36x³ + 24x² + 6x + 1, and both groups have the prime order r = 36x⁴ + 36x³ + 18x² + 6x + 1.</para>
/// <para>G1: y² = x³ + 3 over <see cref="Fq"/>, generator (1, 2), cofactor 1.
/// G2: y² = x³ + 3/ξ over <see cref="Fq2"/>, ξ = 9 + u, the sextic twist of type D, cofactor 2q - r.</para>
/// <para>Tower: <see cref="Fq2"/> = Fq[u]/(u² + 1), <see cref="Fq6"/> = Fq2[v]/(v³ - ξ), <see cref="Fq12"/> = Fq6[w]/(w² - v).
/// The untwisting (x, y) → (w²x, w³y) takes G2 to the curve y² = x³ + 3 over Fq12.</para>
/// <para>Pairing: optimal ate (Vercauteren, ePrint 2008/096), a Miller loop of length 6x + 2 and two steps with ψ(Q) and -ψ²(Q).</para>
/// <para>What serves public numbers alone takes the shortest way; what a secret goes through (<see cref="BlsSecretKey"/>) takes complete
/// formulas, look-ups by mask and an inversion by Fermat's theorem.</para>
/// <para>Formulas with names such as dbl-2009-l are those of the Explicit-Formulas Database, hyperelliptic.org/EFD, for a = 0.</para>
/// </remarks>
public static class Bn254Curve
{
    /// <summary>x, the seed.</summary>
    public const ulong Seed = 4965661367192848881;

    /// <summary>The signed digits of 6x + 2, the length of the Miller loop, the lowest first; the top one is 1.</summary>
    internal static readonly sbyte[] LoopDigits = SignedDigits.NonAdjacentForm((6 * (UInt128)Seed) + 2);

    /// <summary>3, the constant of G1's equation.</summary>
    internal static readonly Fq B = Fq.FromUInt64(3);

    /// <summary>ξ = 9 + u, which is neither a square nor a cube in Fq2.</summary>
    internal static readonly Fq2 Xi = new(Fq.FromUInt64(9), Fq.One);

    /// <summary>3/ξ, the constant of G2's equation.</summary>
    internal static readonly Fq2 TwistB = Xi.Inverse() * B;

    /// <summary>ξ^(i(q-1)/6) for i = 0..5: what raising to q does to wⁱ.</summary>
    internal static readonly Fq2[] FrobeniusCoefficients = PowersOf(Xi.Pow((Fq.Modulus - 1) / 6), 6);

    /// <summary>ξ^(i(q²-1)/6) for i = 0..5, the norms of the above, which lie in Fq: what raising to q² does to wⁱ.</summary>
    internal static readonly Fq[] FrobeniusSquaredCoefficients = [.. FrobeniusCoefficients.Select(c => c.Norm())];

    /// <summary>β, a cube root of 1: on G1, (βx, y) = λ(x, y) with the λ of <see cref="Glv"/>.</summary>
    internal static readonly Fq Beta = Fq.FromBigInteger(Hex("30644e72e131a0295e6dd9e7e0acccb0c28f069fbb966e3de4bd44e5607cfd48"));

    /// <summary>β², the root that has the same λ on G2.</summary>
    internal static readonly Fq TwistBeta = Beta.Square();

    internal static BigInteger Hex(string digits) =>
        BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static Fq2[] PowersOf(Fq2 value, int count)
    {
        Fq2[] powers = new Fq2[count];
        powers[0] = Fq2.One;
        for (int i = 1; i < count; i++)
        {
            powers[i] = powers[i - 1] * value;
        }

        return powers;
    }
}
