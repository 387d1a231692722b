namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Additions that do not depend on each other: <c>Target[To[i]] = ±Source[Left[i] / 2] ± Source[Right[i] / 2]</c>. A reference is twice an
/// index, plus one for the negative of the point.
/// </summary>
/// <remarks>
/// Source and target may be the same memory if no pair reads what another one writes; a pair may write where it reads itself.
/// </remarks>
internal unsafe struct PairList<TPoint>
    where TPoint : unmanaged
{
    public TPoint* Source;
    public TPoint* Target;
    public uint* Left;
    public uint* Right;
    public uint* To;
    public int Count;
}
