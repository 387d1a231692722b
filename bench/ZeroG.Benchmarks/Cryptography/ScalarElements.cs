using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>Elements of the scalar field to time with.</summary>
internal static class ScalarElements
{
    public static Fr[] Random(int count)
    {
        Random random = new(254);
        byte[] bytes = new byte[Fr.Size];
        Fr[] elements = new Fr[count];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            elements[i] = Fr.FromLittleEndianReduced(bytes);
        }

        return elements;
    }
}
