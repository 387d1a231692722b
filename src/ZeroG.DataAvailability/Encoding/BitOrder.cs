using System.Numerics;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Bit-reversed order, in which all arrays of parameters and the nodes of the trees lie.</summary>
internal static class BitOrder
{
    /// <summary>The low bits of a number in reversed order.</summary>
    /// <param name="value">Below 2^<paramref name="bits"/>.</param>
    /// <param name="bits">0 to 31.</param>
    public static int Reverse(int value, int bits)
    {
        uint reversed = 0;
        for (int i = 0; i < bits; i++)
        {
            reversed = (reversed << 1) | (((uint)value >> i) & 1);
        }

        return (int)reversed;
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
