using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// From lists of points to Σ w·(sum of bucket w) for each set of buckets, as one point for each bit of w: the sum of the set is
/// Σ 2^bit · point. All steps are sums of lists, so all of them share inversions, over sets and over whole batches of sets.
/// </summary>
/// <remarks>
/// The buckets of a set are a matrix: w = 2^b·row + column. Row sums and column sums take each bucket twice, and there are few enough of
/// them that each bit may add up half of them.
/// </remarks>
internal sealed unsafe class BucketSums(SegmentSums<G1Affine> segments)
{
    private readonly AlignedBuffer<G1Affine> _lists = new();
    private readonly AlignedBuffer<G1Affine> _lines = new();
    private readonly AlignedBuffer<uint> _references = new();
    private readonly AlignedBuffer<int> _lengths = new();
    private readonly AlignedBuffer<int> _lineLengths = new();

    /// <summary>Bits that the number of a bucket may have.</summary>
    public static int BitsOf(int buckets) => BitOperations.Log2((uint)buckets) + 1;

    /// <summary>Adds up the sets in the lists.</summary>
    /// <param name="bases">The points that the lists refer to.</param>
    /// <param name="lists">The lists, which <paramref name="buckets"/> describes.</param>
    /// <param name="buckets">Buckets of each set.</param>
    /// <param name="results">For each set, receives the places of its points, one for each of its bits, the lowest first. The place of
    /// an empty sum is left as it is.</param>
    public void Sum(G1Affine* bases, BucketLists lists, ReadOnlySpan<int> buckets, ReadOnlySpan<nint> results)
    {
        G1Affine* sums = _lists.Reserve(lists.Count);
        segments.Sum(bases, lists.References, lists.Lengths, lists.Count, sums);
        SumLines(sums, lists.Lengths, buckets);
        SumBits(buckets, results);
    }

    /// <summary>Row sums, then column sums, of each set; those of line 0 are not needed.</summary>
    private void SumLines(G1Affine* sums, int* lengths, ReadOnlySpan<int> buckets)
    {
        int lines = 0;
        int points = 0;
        foreach (int count in buckets)
        {
            lines += LinesOf(count);
            points += 2 * count;
        }

        uint* reference = _references.Reserve(points + SegmentSums<G1Affine>.Slack);
        int* length = _lineLengths.Reserve(lines);
        uint firstList = 0;
        foreach (int count in buckets)
        {
            int rowShift = BitsOf(count) / 2;
            int columns = 1 << rowShift;
            for (int row = 1; row <= count >> rowShift; row++)
            {
                uint* start = reference;
                for (int bucket = row << rowShift; bucket < (row + 1) << rowShift && bucket <= count; bucket++)
                {
                    Append(ref reference, lengths, firstList, bucket);
                }

                *length++ = (int)(reference - start);
            }

            for (int column = 1; column < columns; column++)
            {
                uint* start = reference;
                for (int bucket = column; bucket <= count; bucket += columns)
                {
                    Append(ref reference, lengths, firstList, bucket);
                }

                *length++ = (int)(reference - start);
            }

            firstList += (uint)count;
        }

        segments.Sum(sums, _references.Pointer, _lineLengths.Pointer, lines, _lines.Reserve(lines));

        static void Append(ref uint* reference, int* lengths, uint firstList, int bucket)
        {
            uint list = firstList + (uint)(bucket - 1);
            if (lengths[list] > 0)
            {
                *reference++ = list << 1;
            }
        }
    }

    /// <summary>For each bit of a column's and a row's number, the sum of those lines that have it.</summary>
    private void SumBits(ReadOnlySpan<int> buckets, ReadOnlySpan<nint> results)
    {
        int bits = 0;
        int points = 0;
        foreach (int count in buckets)
        {
            bits += BitsOf(count);
            points += LinesOf(count) * BitsOf(count);
        }

        uint* reference = _references.Reserve(points + SegmentSums<G1Affine>.Slack);
        int* length = _lengths.Reserve(bits);
        int firstLine = 0;
        foreach (int count in buckets)
        {
            int rowShift = BitsOf(count) / 2;
            int rows = count >> rowShift;
            for (int bit = 0; bit < rowShift; bit++)
            {
                *length++ = AppendLines(ref reference, firstLine + rows, (1 << rowShift) - 1, bit);
            }

            for (int bit = rowShift; bit < BitsOf(count); bit++)
            {
                *length++ = AppendLines(ref reference, firstLine, rows, bit - rowShift);
            }

            firstLine += LinesOf(count);
        }

        G1Affine* sums = _lists.Reserve(bits);
        segments.Sum(_lines.Pointer, _references.Pointer, _lengths.Pointer, bits, sums);
        for (int set = 0, next = 0; set < buckets.Length; set++)
        {
            for (int bit = 0; bit < BitsOf(buckets[set]); bit++, next++)
            {
                if (_lengths.Pointer[next] > 0)
                {
                    segments.Adder.MakeCanonical(sums + next, 1);
                    ((G1Affine*)results[set])[bit] = sums[next];
                }
            }
        }
    }

    /// <summary>Refers to those lines 1..count that have the bit and are not empty.</summary>
    private int AppendLines(ref uint* reference, int firstLine, int count, int bit)
    {
        uint* start = reference;
        for (int line = 1; line <= count; line++)
        {
            int index = firstLine + line - 1;
            if ((line >> bit & 1) != 0 && _lineLengths.Pointer[index] > 0)
            {
                *reference++ = (uint)index << 1;
            }
        }

        return (int)(reference - start);
    }

    /// <summary>Rows and columns of a set, without the line 0 of each.</summary>
    private static int LinesOf(int buckets) => (buckets >> (BitsOf(buckets) / 2)) + (1 << (BitsOf(buckets) / 2)) - 1;
}
