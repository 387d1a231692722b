namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The kernel under all sums of many points: independent additions of affine points, with one inversion for a whole list (Montgomery's
/// trick), about six multiplications each. Points are the raw memory of <see cref="G1Affine"/> or <see cref="G2Affine"/>; (0, 0) is
/// infinity.
/// </summary>
/// <remarks>An adder has scratch memory of its own: one thread at a time.</remarks>
internal abstract unsafe class PairAdder<TPoint>
    where TPoint : unmanaged
{
    /// <summary>The most pairs that one list may have: enough to make the inversion cheap, few enough for the second-level cache.</summary>
    public const int MaxPairs = 4096;

    /// <summary>Begins with other points. Infinity among them costs time, so it must be told; that a sum is infinity is noticed.</summary>
    public abstract void Reset(bool infinity = false);

    /// <summary>Adds all pairs. Equal points are doubled, opposite ones cancel, infinity is neutral.</summary>
    public abstract void Add(in PairList<TPoint> pairs);

    /// <summary>Doubles points, at most <see cref="MaxPairs"/>; source and target may be the same.</summary>
    public abstract void Double(TPoint* source, TPoint* target, int count);

    /// <summary>From (x, y) to (βx, y), which is λ(x, y).</summary>
    public abstract void ApplyEndomorphism(TPoint* source, TPoint* target, int count);

    /// <summary>Brings coordinates that an adder has left between the modulus and 2^256 below it.</summary>
    public abstract void MakeCanonical(TPoint* points, int count);

    /// <summary>Copies the negative of a point.</summary>
    public abstract void CopyNegative(TPoint* source, TPoint* target);
}
