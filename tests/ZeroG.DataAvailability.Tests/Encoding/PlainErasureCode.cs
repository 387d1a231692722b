using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

/// <summary>
/// The code as the official source computes it: one transform over all N cells in the order of the points w^t, t = ROWS·column + row.
/// Slow and short; the fast code is compared with it.
/// </summary>
internal static class PlainErasureCode
{
    /// <summary>The coefficients of f, that of X^0 first.</summary>
    public static Fr[] Interpolate(MatrixShape shape, ReadOnlySpan<Fr> data)
    {
        Fr[] values = new Fr[shape.Cells];
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = data[(t % shape.Rows * shape.Columns) + (t / shape.Rows)];
        }

        Fr[] sums = Transform(values, Fr.RootOfUnity(shape.LogCells).Inverse());
        Fr inverse = Fr.FromUInt64((ulong)shape.Cells).Inverse();
        return [.. sums.Select(sum => sum * inverse)];
    }

    /// <summary>All encoded rows.</summary>
    public static Fr[] Encode(MatrixShape shape, ReadOnlySpan<Fr> data)
    {
        Fr[] coefficients = Interpolate(shape, data);
        Fr[] cells = new Fr[shape.EncodedCells];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            Fr factor = CosetFactor(shape, coset);
            Fr power = Fr.One;
            Fr[] scaled = [.. coefficients];
            foreach (ref Fr coefficient in scaled.AsSpan())
            {
                coefficient *= power;
                power *= factor;
            }

            Fr[] values = Transform(scaled, Fr.RootOfUnity(shape.LogCells));
            for (int t = 0; t < values.Length; t++)
            {
                cells[(coset * shape.Cells) + (t % shape.Rows * shape.Columns) + (t / shape.Rows)] = values[t];
            }
        }

        return cells;
    }

    /// <summary>One cell straight from the definition: f at the point of that row and column.</summary>
    public static Fr Cell(MatrixShape shape, ReadOnlySpan<Fr> coefficients, int row, int column)
    {
        ulong t = ((ulong)shape.Rows * (ulong)column) + ((ulong)row % (ulong)shape.Rows);
        Fr point = CosetFactor(shape, row / shape.Rows) * Fr.RootOfUnity(shape.LogCells).Pow(t);
        Fr value = Fr.Zero;
        for (int k = coefficients.Length - 1; k >= 0; k--)
        {
            value = (value * point) + coefficients[k];
        }

        return value;
    }

    /// <summary>W28 to the power of the coset's number with its 28 - log2 N bits reversed.</summary>
    public static Fr CosetFactor(MatrixShape shape, int coset)
    {
        int bits = Fr.TwoAdicity - shape.LogCells;
        ulong reversed = 0;
        for (int bit = 0; bit < bits; bit++)
        {
            reversed |= (((ulong)coset >> bit) & 1) << (bits - 1 - bit);
        }

        return Fr.RootOfUnity(Fr.TwoAdicity).Pow(reversed);
    }

    private static Fr[] Transform(Fr[] values, Fr root)
    {
        if (values.Length == 1)
        {
            return values;
        }

        Fr[] even = Transform([.. values.Where((_, i) => i % 2 == 0)], root.Square());
        Fr[] odd = Transform([.. values.Where((_, i) => i % 2 == 1)], root.Square());
        Fr[] result = new Fr[values.Length];
        Fr power = Fr.One;
        for (int i = 0; i < even.Length; i++)
        {
            result[i] = even[i] + (power * odd[i]);
            result[i + even.Length] = even[i] - (power * odd[i]);
            power *= root;
        }

        return result;
    }
}
