using System.Security.Cryptography;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Factors that nobody can foresee, for sums of equations.</summary>
internal static class BatchFactors
{
    // 128 bits leave a chance of 2^-128 for a wrong sum to hold, and make multiplications half as long.
    private const int RandomSize = 16;

    /// <summary>Random factors below 2^128.</summary>
    public static Fr[] Create(int count)
    {
        byte[] random = RandomNumberGenerator.GetBytes(count * RandomSize);
        Span<byte> bytes = stackalloc byte[Fr.Size];
        bytes.Clear();
        Fr[] factors = new Fr[count];
        for (int i = 0; i < count; i++)
        {
            random.AsSpan(i * RandomSize, RandomSize).CopyTo(bytes);
            factors[i] = Fr.FromLittleEndianReduced(bytes);
        }

        return factors;
    }
}
