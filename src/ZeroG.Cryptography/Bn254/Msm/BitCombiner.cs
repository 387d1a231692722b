namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Σ 2^bit·(point of that bit) for many sums: the doublings and additions of one sum after another, or of many side by side in affine
/// coordinates.
/// </summary>
/// <remarks>One thread at a time.</remarks>
internal sealed unsafe class BitCombiner(PairAdder<G1Affine> adder)
{
    /// <summary>Sums that are best taken at once.</summary>
    public const int BlockSize = 1024;

    // Fewer sums are not worth the inversions.
    private const int FewSums = 16;

    private static readonly G1Affine Offset = Bls.HashToG1("ZeroG: where sums of bits begin."u8);

    private readonly AlignedBuffer<G1Affine> _rows = new();
    private readonly PairQueue<G1Affine> _pairs = new(adder);

    /// <summary>Puts sums together.</summary>
    /// <param name="points">For each sum, a canonical point for each bit, the lowest first; infinity where there is none.</param>
    /// <param name="bits">Bits.</param>
    /// <param name="count">Sums, at most <see cref="BlockSize"/>.</param>
    /// <param name="sums">Receives the sums.</param>
    public void Combine(G1Affine* points, int bits, int count, G1Jacobian* sums)
    {
        if (count >= FewSums)
        {
            CombineTogether(points, bits, count, sums);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            G1Jacobian sum = G1Jacobian.Infinity;
            for (int bit = bits - 1; bit >= 0; bit--)
            {
                sum = sum.Double() + points[((long)i * bits) + bit];
            }

            sums[i] = sum;
        }
    }

    private void CombineTogether(G1Affine* points, int bits, int count, G1Jacobian* sums)
    {
        // Sums begin with a point of no relation to theirs, because infinity would leave the lanes, and lose its multiple in the end.
        G1Affine* rows = _rows.Reserve(2 * count);
        new Span<G1Affine>(rows, count).Fill(Offset);
        adder.Reset();
        _pairs.Begin(rows, rows);
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            adder.Double(rows, rows, count);
            for (int i = 0; i < count; i++)
            {
                G1Affine point = points[((long)i * bits) + bit];
                if (!point.IsInfinity)
                {
                    Add(rows, count, i, point);
                }
            }

            _pairs.Flush();
        }

        G1Affine excess = Offset.Multiply(Fr.FromUInt64(2).Pow((ulong)bits)).ToAffine();
        for (int i = 0; i < count; i++)
        {
            Add(rows, count, i, -excess);
        }

        _pairs.Flush();
        adder.MakeCanonical(rows, count);
        for (int i = 0; i < count; i++)
        {
            sums[i] = rows[i].ToJacobian();
        }
    }

    private void Add(G1Affine* rows, int count, int i, in G1Affine point)
    {
        rows[count + i] = point;
        _pairs.Append((uint)i << 1, (uint)(count + i) << 1, (uint)i);
    }
}
