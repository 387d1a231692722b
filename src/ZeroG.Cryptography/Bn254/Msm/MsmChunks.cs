namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Where the terms of many sums lie: sum i takes the scalars from <c>ScalarStart + i·ScalarStride</c> on and the bases from
/// <c>BaseStart + i·BaseStride</c> on.
/// </summary>
/// <param name="Count">Sums.</param>
/// <param name="Length">Terms of each sum.</param>
public readonly record struct MsmChunks(int Count, int Length)
{
    /// <summary>The first scalar of the first sum.</summary>
    public int ScalarStart { get; init; }

    /// <summary>From the first scalar of a sum to that of the next; by default the sums' scalars lie one after another.</summary>
    public int ScalarStride { get; init; } = Length;

    /// <summary>The first base of the first sum.</summary>
    public int BaseStart { get; init; }

    /// <summary>From the first base of a sum to that of the next; by default 0: all sums have the same bases.</summary>
    public int BaseStride { get; init; }

    /// <summary>Throws unless all terms are there.</summary>
    internal void Check(int bases, int scalars, int sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Count);
        ArgumentOutOfRangeException.ThrowIfNegative(Length);
        Check(ScalarStart, ScalarStride, scalars, "scalars");
        Check(BaseStart, BaseStride, bases, "bases");
        if (sums != Count)
        {
            throw new ArgumentException($"There are {Count} sums and room for {sums}.", nameof(sums));
        }
    }

    private void Check(int start, int stride, int available, string what)
    {
        if (start < 0 || stride < 0 || (Count > 0 && start + ((Count - 1L) * stride) + Length > available))
        {
            throw new ArgumentException(
                $"{Count} sums of {Length} terms, from {start} on and {stride} apart, do not lie in {available} {what}.", what);
        }
    }
}
