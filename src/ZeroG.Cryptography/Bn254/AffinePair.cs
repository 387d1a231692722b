using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The coordinates of an affine point of either group, laid out as <see cref="G1Affine"/> and <see cref="G2Affine"/> are.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct AffinePair<T>
    where T : unmanaged
{
    public T X;
    public T Y;
}
