using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// What the interpolation of all columns shares: the points z = (κ_c·w^i)^COLS of the rows that are there, the polynomial Z that vanishes at them, and
/// the weights 1/Z'(z).
/// </summary>
internal sealed class RowPoints
{
    // Below this many factors a product is made term by term.
    private const int ShortProduct = 16;

    /// <param name="shape">The shape.</param>
    /// <param name="rows">As many different rows as the data has, those of a coset one after another.</param>
    public RowPoints(MatrixShape shape, EncodedRow[] rows)
    {
        Shape = shape;
        Rows = [.. rows.Select(row => row.Index % shape.Rows)];
        CosetStarts = [.. Enumerable.Range(0, MatrixShape.CosetCount + 1).Select(coset => rows.Count(row => row.Index < coset * shape.Rows))];

        // All points are powers of the root of order 4·ROWS.
        int[] exponents = [.. rows.Select(row => Exponent(shape, row.Index))];
        Fr[] roots = Powers(Fr.RootOfUnity(shape.LogRows + 2), 4 * shape.Rows);
        Fr[] vanishing = Product([.. exponents.Select(exponent => roots[exponent])]);

        Fr[] derivative = new Fr[4 * shape.Rows];
        for (int k = 1; k < vanishing.Length; k++)
        {
            derivative[k - 1] = vanishing[k] * Fr.FromUInt64((ulong)k);
        }

        Ntt.Forward(derivative);
        Weights = [.. exponents.Select(exponent => derivative[exponent])];
        Fr.BatchInvert(Weights);

        // The transforms of the columns divide by n, and the series has a minus before it.
        Fr factor = -Fr.FromUInt64((ulong)shape.Rows);
        foreach (ref Fr weight in Weights.AsSpan())
        {
            weight *= factor;
        }

        Vanishing = new Fr[2 * shape.Rows];
        vanishing.AsSpan(0, shape.Rows).CopyTo(Vanishing);
        Ntt.Forward(Vanishing);
        SeriesFactors = [.. Enumerable.Range(0, MatrixShape.CosetCount).Select(coset => Factors(shape, coset))];
    }

    public MatrixShape Shape { get; }

    /// <summary>The row inside its coset of each row that is there.</summary>
    public int[] Rows { get; }

    /// <summary>Where the rows of each coset begin, and at last their count.</summary>
    public int[] CosetStarts { get; }

    /// <summary>-n / Z'(z) of each row.</summary>
    public Fr[] Weights { get; }

    /// <summary>The transform of Z mod X^n, of size 2n.</summary>
    public Fr[] Vanishing { get; }

    /// <summary>For each coset κ_c^(-COLS·(k + 1)), k = 0..n-1.</summary>
    public Fr[][] SeriesFactors { get; }

    /// <summary>z is the root of order 4·ROWS to this power: κ_c is the root of order 4N to the power 0, 2 or 1.</summary>
    private static int Exponent(MatrixShape shape, int row) => (4 * (row % shape.Rows)) + (row / shape.Rows) switch
    {
        0 => 0,
        1 => 2,
        _ => 1,
    };

    private static Fr[] Factors(MatrixShape shape, int coset)
    {
        Fr ratio = Coset.Factor(shape, coset).Pow((ulong)shape.Columns).Inverse();
        Fr[] factors = new Fr[shape.Rows];
        factors.AsSpan().Fill(Fr.One);
        MatrixColumns.MultiplyByPowers(factors, ratio, ratio);
        return factors;
    }

    private static Fr[] Powers(Fr root, int count)
    {
        Fr[] powers = new Fr[count];
        powers.AsSpan().Fill(Fr.One);
        MatrixColumns.MultiplyByPowers(powers, Fr.One, root);
        return powers;
    }

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
