using System.Buffers.Binary;
using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Tests.Encoding.Direct;

/// <summary>
/// Sums of multiples as the official encoder computes them on a processor: signed windows, whose width follows from the number of terms,
/// and one addition with mixed coordinates for each digit (arkworks 0.4, <c>ec/src/scalar_mul/variable_base/mod.rs</c>).
/// </summary>
internal static class PlainMsm
{
    private const int ScalarBits = 254;

    // Windows are shared out among threads from so many terms on; smaller sums are whole pieces of work.
    private const int ManyTerms = 1 << 13;

    /// <summary>Σ scalars[i]·bases[i].</summary>
    public static G1Jacobian Multiply(ReadOnlyMemory<G1Affine> bases, ReadOnlyMemory<Fr> scalars, ParallelOptions options)
    {
        int width = WindowWidth(scalars.Length);
        int windows = (ScalarBits + width - 1) / width;
        int[] digits = Digits(scalars.Span, width, windows);
        G1Jacobian[] sums = new G1Jacobian[windows];
        if (scalars.Length >= ManyTerms)
        {
            Parallel.For(0, windows, options, window =>
                sums[window] = WindowSum(bases.Span, Digits(digits, scalars.Length, window), width));
        }
        else
        {
            for (int window = 0; window < windows; window++)
            {
                sums[window] = WindowSum(bases.Span, Digits(digits, scalars.Length, window), width);
            }
        }

        G1Jacobian total = G1Jacobian.Infinity;
        for (int window = windows - 1; window >= 0; window--)
        {
            for (int bit = 0; bit < width; bit++)
            {
                total = total.Double();
            }

            total += sums[window];
        }

        return total;
    }

    private static int WindowWidth(int terms) => terms < 32 ? 3 : (BitOperations.Log2((uint)terms) * 69 / 100) + 2;

    /// <summary>Σ digit·base by buckets.</summary>
    private static G1Jacobian WindowSum(ReadOnlySpan<G1Affine> bases, ReadOnlySpan<int> digits, int width)
    {
        G1Jacobian[] buckets = new G1Jacobian[1 << width];
        buckets.AsSpan().Fill(G1Jacobian.Infinity);
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[i];
            if (digit > 0)
            {
                buckets[digit - 1] += bases[i];
            }
            else if (digit < 0)
            {
                buckets[-digit - 1] -= bases[i];
            }
        }

        G1Jacobian running = G1Jacobian.Infinity;
        G1Jacobian sum = G1Jacobian.Infinity;
        for (int k = buckets.Length - 1; k >= 0; k--)
        {
            running += buckets[k];
            sum += running;
        }

        return sum;
    }

    private static ReadOnlySpan<int> Digits(int[] all, int terms, int window) => all.AsSpan(window * terms, terms);

    /// <summary>
    /// The digits of all scalars, window after window, each from -2^(width-1) to 2^(width-1); the last takes what is left.
    /// </summary>
    private static int[] Digits(ReadOnlySpan<Fr> scalars, int width, int windows)
    {
        int[] digits = new int[scalars.Length * windows];
        Span<byte> bytes = stackalloc byte[Fr.Size + sizeof(ulong)];
        bytes.Clear();
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i].Write(bytes);
            int carry = 0;
            for (int window = 0; window < windows; window++)
            {
                int bit = window * width;
                ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(bit / 8)..]) >> (bit % 8);
                int digit = (int)(bits & ((1UL << width) - 1)) + carry;
                carry = window < windows - 1 && digit > 1 << (width - 1) ? 1 : 0;
                digits[(window * scalars.Length) + i] = digit - (carry << width);
            }
        }

        return digits;
    }
}
