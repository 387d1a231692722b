using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Transforms;

/// <summary>Transforms in their most obvious forms.</summary>
internal static class PlainNtt
{
    public static IEnumerable<bool> Techniques => Lanes8<FrModulus>.IsSupported ? [false, true] : [false];

    /// <summary>The definition: the value at every power of the root.</summary>
    public static Fr[] ByDefinition(Fr[] coefficients)
    {
        Fr root = Fr.RootOfUnity(BitOperations.Log2((uint)coefficients.Length));
        return [.. Enumerable.Range(0, coefficients.Length).Select(i => Evaluate(coefficients, root.Pow((ulong)i)))];
    }

    /// <summary>Horner's rule.</summary>
    public static Fr Evaluate(ReadOnlySpan<Fr> coefficients, Fr point)
    {
        Fr value = Fr.Zero;
        for (int k = coefficients.Length - 1; k >= 0; k--)
        {
            value = (value * point) + coefficients[k];
        }

        return value;
    }

    /// <summary>Even and odd halves, each by itself.</summary>
    public static Fr[] ByHalves(ReadOnlySpan<Fr> coefficients)
    {
        int n = coefficients.Length;
        if (n == 1)
        {
            return [coefficients[0]];
        }

        Fr[] even = new Fr[n / 2], odd = new Fr[n / 2], values = new Fr[n];
        for (int k = 0; k < n / 2; k++)
        {
            even[k] = coefficients[2 * k];
            odd[k] = coefficients[(2 * k) + 1];
        }

        even = ByHalves(even);
        odd = ByHalves(odd);
        Fr root = Fr.RootOfUnity(BitOperations.Log2((uint)n)), power = Fr.One;
        for (int i = 0; i < n / 2; i++, power *= root)
        {
            values[i] = even[i] + (power * odd[i]);
            values[i + (n / 2)] = even[i] - (power * odd[i]);
        }

        return values;
    }

    public static Fr[] Random(Random random, int count)
    {
        byte[] bytes = new byte[Fr.Size];
        Fr[] values = new Fr[count];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            values[i] = Fr.FromLittleEndianReduced(bytes);
        }

        return values;
    }
}
