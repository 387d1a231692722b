using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// What the interpolation of all columns shares: the points z = (κ_c·w^i)^COLS of n = ROWS rows, the polynomial Z of degree n that vanishes
/// at them, and the weights of the rows.
/// </summary>
internal sealed class RowPoints
{
    // Below this many factors a product is made term by term.
    private const int ShortProduct = 16;

    /// <param name="shape">The shape.</param>
    /// <param name="rows">The numbers of as many different encoded rows as the data has.</param>
    public RowPoints(MatrixShape shape, int[] rows)
    {
        // All points are powers of the root of order 4n.
        int[] exponents = [.. rows.Select(row => Exponent(shape, row))];
        Fr[] roots = new Fr[4 * shape.Rows];
        roots.AsSpan().Fill(Fr.One);
        Ntt.Scale(roots, Fr.RootOfUnity(shape.LogRows + 2));
        Fr[] vanishing = Product([.. exponents.Select(exponent => roots[exponent])]);

        Fr[] derivative = new Fr[4 * shape.Rows];
        for (int k = 1; k < vanishing.Length; k++)
        {
            derivative[k - 1] = vanishing[k] * Fr.FromUInt64((ulong)k);
        }

        Ntt.Forward(derivative);
        Weights = [.. exponents.Select(exponent => derivative[exponent])];
        Fr.BatchInvert(Weights);
        Fr factor = -Fr.FromUInt64((ulong)shape.Rows);
        foreach (ref Fr weight in Weights.AsSpan())
        {
            weight *= factor;
        }

        Vanishing = new Fr[2 * shape.Rows];
        vanishing.AsSpan(0, shape.Rows).CopyTo(Vanishing);
        Ntt.Forward(Vanishing);
    }

    /// <summary>-n / Z'(z) of each row.</summary>
    public Fr[] Weights { get; }

    /// <summary>The transform of Z mod X^n, of size 2n.</summary>
    public Fr[] Vanishing { get; }

    /// <summary>z is the root of order 4n to this power, since κ_c is the root of order 4N to the power 0, 2 or 1.</summary>
    private static int Exponent(MatrixShape shape, int row) => (4 * (row % shape.Rows)) + (row / shape.Rows) switch
    {
        0 => 0,
        1 => 2,
        _ => 1,
    };

    /// <summary>The coefficients of Π (X - root) over a power of two of roots, the last one 1.</summary>
    private static Fr[] Product(ReadOnlySpan<Fr> roots)
    {
        Fr[] product = new Fr[roots.Length + 1];
        if (roots.Length <= ShortProduct)
        {
            product[0] = Fr.One;
            for (int count = 0; count < roots.Length; count++)
            {
                for (int k = count + 1; k > 0; k--)
                {
                    product[k] = product[k - 1] - (roots[count] * product[k]);
                }

                product[0] *= -roots[count];
            }

            return product;
        }

        Fr[] low = new Fr[roots.Length];
        Fr[] high = new Fr[roots.Length];
        Product(roots[..(roots.Length / 2)]).CopyTo(low, 0);
        Product(roots[(roots.Length / 2)..]).CopyTo(high, 0);
        Ntt.Forward(low);
        Ntt.Forward(high);
        for (int i = 0; i < low.Length; i++)
        {
            low[i] *= high[i];
        }

        // The transform is one too short, so that the leading 1 comes round to the front.
        Ntt.Inverse(low);
        low.CopyTo(product, 0);
        product[0] -= Fr.One;
        product[^1] = Fr.One;
        return product;
    }
}
