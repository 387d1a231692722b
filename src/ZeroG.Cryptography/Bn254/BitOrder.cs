using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>Bit-reversed order, in which transforms take their input and the parameters and trees of data availability lie.</summary>
public static class BitOrder
{
    /// <summary>The low bits of a number in reversed order.</summary>
    /// <param name="value">Below 2^<paramref name="bits"/>.</param>
    /// <param name="bits">0 to 31.</param>
    public static int Reverse(int value, int bits)
    {
        uint reversed = (uint)value;
        reversed = ((reversed >> 1) & 0x55555555) | ((reversed & 0x55555555) << 1);
        reversed = ((reversed >> 2) & 0x33333333) | ((reversed & 0x33333333) << 2);
        reversed = ((reversed >> 4) & 0x0F0F0F0F) | ((reversed & 0x0F0F0F0F) << 4);
        reversed = ((reversed >> 8) & 0x00FF00FF) | ((reversed & 0x00FF00FF) << 8);
        reversed = (reversed >> 16) | (reversed << 16);

        // Shifts take their count modulo 32, and a number of no bits is zero.
        return bits == 0 ? 0 : (int)(reversed >> (32 - bits));
    }

    /// <summary>Brings an array of a power of two of elements from one order to the other.</summary>
    public static void Permute<T>(Span<T> values)
    {
        int bits = BitOperations.Log2((uint)values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int j = Reverse(i, bits);
            if (i < j)
            {
                (values[i], values[j]) = (values[j], values[i]);
            }
        }
    }
}
