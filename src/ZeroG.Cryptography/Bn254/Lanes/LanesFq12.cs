using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lane = ZeroG.Cryptography.Bn254.Lanes8<ZeroG.Cryptography.Bn254.FqModulus>;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight elements of <see cref="Fq12"/> at once. Limbs are tight and coordinates within 1.5 q; every operation keeps it so. Results may be
/// written over operands.
/// </summary>
[SkipLocalsInit]
internal struct LanesFq12
{
    private const int Coordinates = 12;

    public LanesFq6 C0;
    public LanesFq6 C1;

    /// <summary>1 in all lanes.</summary>
    public static void SetOne(out LanesFq12 result)
    {
        result = default;
        LanesFq2.Broadcast(Fq2.One, out result.C0.C0);
    }

    /// <summary>The complex method, as in <see cref="Fq12.Square"/>.</summary>
    public static void Square(in LanesFq12 a, out LanesFq12 result)
    {
        LanesFq6.Multiply(a.C0, a.C1, out LanesFq6 product);
        LanesFq6.MultiplyByV(a.C1, out LanesFq6 right);
        LanesFq6.Add(a.C0, right, out right);
        LanesFq6.Add(a.C0, a.C1, out LanesFq6 left);
        LanesFq6.Multiply(left, right, out left);
        LanesFq6.MultiplyByV(product, out right);
        LanesFq6.SubtractBoth(left, product, right, out result.C0);
        LanesFq6.Add(product, product, out result.C1);
    }

    /// <summary>The product with lines b0 + b3·w + b4·vw, of coefficients within 2.</summary>
    public static void MultiplyByLine(in LanesFq12 a, in LanesFq2 b0, in LanesFq2 b3, in LanesFq2 b4, out LanesFq12 result)
    {
        LanesFq6.MultiplyByFq2(a.C0, b0, out LanesFq6 low);
        LanesFq6.MultiplyBy01(a.C1, b3, b4, out LanesFq6 high);
        LanesFq2.Add(b0, b3, out LanesFq2 sum);
        LanesFq6.Add(a.C0, a.C1, out LanesFq6 cross);
        LanesFq6.MultiplyBy01(cross, sum, b4, out cross);
        LanesFq6.SubtractBoth(cross, low, high, out result.C1);
        LanesFq6.MultiplyByV(high, out high);
        LanesFq6.Add(low, high, out result.C0);
    }

    /// <summary>Writes the elements of the first lanes, as many as there is room for.</summary>
    public static unsafe void Store(in LanesFq12 a, Span<Fq12> elements)
    {
        Span<Limbs4> numbers = MemoryMarshal.Cast<Fq12, Limbs4>(elements);
        Limbs4* lanes = stackalloc Limbs4[Lane.Count];
        for (int coordinate = 0; coordinate < Coordinates; coordinate++)
        {
            Lane.Store(Unsafe.Add(ref Unsafe.As<LanesFq12, Lane>(ref Unsafe.AsRef(in a)), coordinate), lanes);
            for (int i = 0; i < elements.Length; i++)
            {
                numbers[(i * Coordinates) + coordinate] = lanes[i];
            }
        }
    }
}
