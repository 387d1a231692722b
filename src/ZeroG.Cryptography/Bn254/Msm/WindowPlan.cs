using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// How the halves of scalars are cut into signed digits: windows of equal width from the lowest bit on, the top one with the bits that are
/// left. Halves are below 2^<see cref="HalfBits"/> in size.
/// </summary>
/// <remarks>
/// A half k is held as k + <see cref="Bias"/> mod 2^128, a number that has 2^(width-1) added in each window. Then a window holds its digit
/// plus that constant and digits do not depend on each other: no carries.
/// </remarks>
internal sealed class WindowPlan
{
    /// <summary>Bits of a half without its sign: the bound is 0.66·2^127.</summary>
    public const int HalfBits = 127;

    /// <summary>The widest window: more buckets than these leave the caches.</summary>
    public const int MaxWidth = 16;

    // Rounding leaves at most 0.69 of each vector of the lattice (Glv), of which the longer coordinates are 2^126.8.
    internal static readonly UInt128 LargestHalf = (UInt128)(0.7 * Math.Pow(2, 126.9));

    /// <summary>Windows of that width.</summary>
    /// <param name="width">Bits of a digit with its sign, 2..<see cref="MaxWidth"/>.</param>
    public WindowPlan(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxWidth);
        Width = width;

        // The top window takes what is left, up to twice its share rather than one window more.
        Count = Math.Max(1, (HalfBits - 1) / width);
        if (TopShift + width + 1 < HalfBits)
        {
            Count++;
        }

        UInt128 bias = (UInt128)1 << 127;
        for (int window = 0; window < Count - 1; window++)
        {
            bias += (UInt128)1 << ((window * width) + width - 1);
        }

        Bias = bias;
    }

    /// <summary>Bits of a window but the top one.</summary>
    public int Width { get; }

    /// <summary>Windows.</summary>
    public int Count { get; }

    /// <summary>What is added to a half.</summary>
    public UInt128 Bias { get; }

    private int TopShift => (Count - 1) * Width;

    /// <summary>The place of the lowest bit of a window.</summary>
    public int Shift(int window) => window * Width;

    /// <summary>What a window holds for the digit zero.</summary>
    public int Zero(int window) => (int)(window == Count - 1 ? 1L << (127 - TopShift) : 1L << (Width - 1));

    /// <summary>The mask of a window's bits.</summary>
    public uint Mask(int window) => window == Count - 1 ? (uint)((1UL << (128 - TopShift)) - 1) : (1u << Width) - 1;

    /// <summary>The largest digit of a window in size, so the number of its buckets.</summary>
    public int Buckets(int window) => window == Count - 1 ? (int)(LargestHalf >> TopShift) + 1 : 1 << (Width - 1);

    /// <summary>The largest digit of all windows.</summary>
    public int MaxBuckets => Math.Max(Buckets(0), Buckets(Count - 1));

    /// <summary>The width that needs the fewest additions for sums of that many terms.</summary>
    public static int BestWidth(int terms) =>
        Best(terms, plan => Enumerable.Range(0, plan.Count).Sum(window => Reduction(plan.Buckets(window))));

    /// <summary>The same where all windows have their buckets in common, because a table holds the multiples of the bases.</summary>
    public static int BestTableWidth(int terms) => Best(terms, plan => Reduction(plan.MaxBuckets));

    private static int Best(int terms, Func<WindowPlan, long> reduction) =>
        Enumerable.Range(2, MaxWidth - 1).MinBy(width =>
        {
            WindowPlan plan = new(width);
            return (2L * terms * plan.Count) + reduction(plan);
        });

    // One addition per bucket goes into its sum, but each bucket goes into a row and a column and these into bits.
    private static long Reduction(int buckets)
    {
        int bits = BitOperations.Log2((uint)buckets) + 1;
        return buckets + (bits << (bits / 2));
    }
}
