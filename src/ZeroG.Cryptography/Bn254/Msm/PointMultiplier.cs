namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Many points, each by a scalar of its own: all points go through the same doublings and additions side by side, in affine coordinates,
/// so that each step is one list of pairs.
/// </summary>
/// <remarks>One thread at a time; about 4 KiB of scratch memory a point.</remarks>
internal sealed unsafe class PointMultiplier(PairAdder<G1Affine> adder)
{
    /// <summary>Points that are best taken at once.</summary>
    public const int BlockSize = 1024;

    // Rows of the scratch memory: odd multiples up to 15 of each point, λ times them, the double, a term for each digit, and the result.
    private const uint Odd = 1 << (PointFactors.Width - 1);
    private const uint Double = 2 * Odd;
    private const uint Terms = Double + 1;
    private const uint Result = Terms + PointFactors.Digits;

    private readonly AlignedBuffer<G1Affine> _rows = new();
    private readonly PairQueue<G1Affine> _pairs = new(adder);

    /// <summary>Multiplies points in place.</summary>
    /// <param name="points">Points other than infinity, at most <see cref="PairAdder{TPoint}.MaxPairs"/>.</param>
    /// <param name="count">Points.</param>
    /// <param name="factors">The scalars.</param>
    /// <param name="scalars">Which scalar each point takes.</param>
    public void Multiply(G1Affine* points, int count, PointFactors factors, uint* scalars)
    {
        G1Affine* rows = _rows.Reserve((int)(Result + 1) * count);
        uint width = (uint)count;
        _pairs.Begin(rows, rows);
        FillTables(points, width);
        AddTerms(width, factors, scalars);

        G1Affine* result = rows + (Result * width);
        Copy(rows + ((Terms + PointFactors.Digits - 1) * width), result, count);
        for (int digit = PointFactors.Digits - 2; digit >= 0; digit--)
        {
            for (int i = 0; i < PointFactors.Width; i++)
            {
                adder.Double(result, result, count);
            }

            for (uint i = 0; i < width; i++)
            {
                uint place = (Result * width) + i;
                _pairs.Append(place << 1, (((Terms + (uint)digit) * width) + i) << 1, place);
            }

            _pairs.Flush();
        }

        TakeExcess(0, width, factors, scalars);
        TakeExcess(Odd, width, factors, scalars);
        Copy(result, points, count);
    }

    private static void Copy(G1Affine* source, G1Affine* target, int count) =>
        new Span<G1Affine>(source, count).CopyTo(new Span<G1Affine>(target, count));

    private void FillTables(G1Affine* points, uint width)
    {
        G1Affine* rows = _rows.Pointer;
        Copy(points, rows, (int)width);
        adder.Double(rows, rows + (Double * width), (int)width);
        for (uint row = 1; row < Odd; row++)
        {
            for (uint i = 0; i < width; i++)
            {
                _pairs.Append((((row - 1) * width) + i) << 1, ((Double * width) + i) << 1, (row * width) + i);
            }

            _pairs.Flush();
        }

        int size = (int)(Odd * width);
        adder.ApplyEndomorphism(rows, rows + size, size);
    }

    /// <summary>For each digit, the sum of what the two halves' digits stand for.</summary>
    private void AddTerms(uint width, PointFactors factors, uint* scalars)
    {
        for (int digit = 0; digit < PointFactors.Digits; digit++)
        {
            for (uint i = 0; i < width; i++)
            {
                uint left = Reference(factors.Digit(scalars[i], 0, digit), 0, i);
                uint right = Reference(factors.Digit(scalars[i], 1, digit), Odd, i);
                _pairs.Append(left, right, ((Terms + (uint)digit) * width) + i);
            }
        }

        _pairs.Flush();

        uint Reference(int digit, uint firstRow, uint i) =>
            ((((firstRow + (uint)(Math.Abs(digit) / 2)) * width) + i) << 1) | (digit < 0 ? 1u : 0);
    }

    private void TakeExcess(uint row, uint width, PointFactors factors, uint* scalars)
    {
        for (uint i = 0; i < width; i++)
        {
            int excess = factors.Excess(scalars[i], row == 0 ? 0 : 1);
            if (excess != 0)
            {
                uint place = (Result * width) + i;
                _pairs.Append(place << 1, (((row * width) + i) << 1) | (excess > 0 ? 1u : 0), place);
            }
        }

        _pairs.Flush();
    }
}
