using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>A number below 2^256 as four limbs of 64 bits, the lowest first.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct Limbs4(ulong L0, ulong L1, ulong L2, ulong L3)
{
    /// <summary>Whether all bits are zero, looked at without a branch on any of them.</summary>
    public bool IsZero => (L0 | L1 | L2 | L3) == 0;
}
