using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>Points to time with.</summary>
internal static class SamplePoints
{
    /// <summary>Points of no relation that a sum could use.</summary>
    public static G1Affine[] Create(int count)
    {
        G1Affine[] points = new G1Affine[count];
        FixedBase.G1.Multiply(ScalarElements.Random(count), points, threads: 2);
        return points;
    }

    /// <summary>A point's raw memory, whatever its denominator.</summary>
    public static byte[] Bytes(G1Jacobian sum) => MemoryMarshal.AsBytes([sum.ToAffine()]).ToArray();
}
