using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Multiples by a secret scalar. The operations and the places in memory that are touched are the same for every scalar: complete formulas,
/// 64 windows of four bits, and a look-up that reads the whole table and keeps one entry by a mask.
/// </summary>
internal static class SecretMultiplication
{
    private const int TableSize = 16;

    /// <summary>The multiple of an affine point of order r.</summary>
    /// <param name="x">Its x.</param>
    /// <param name="y">Its y; not infinity.</param>
    /// <param name="scalar">32 little-endian bytes, below r and not zero.</param>
    public static (T X, T Y) Multiply<T, TField>(in T x, in T y, ReadOnlySpan<byte> scalar)
        where T : unmanaged
        where TField : ICoordinateField<T>
    {
        Span<CompletePoint<T, TField>> table = stackalloc CompletePoint<T, TField>[TableSize];
        table[0] = CompletePoint<T, TField>.Infinity;
        CompletePoint<T, TField> point = new(x, y, TField.One);
        for (int i = 1; i < TableSize; i++)
        {
            table[i] = table[i - 1].Add(point);
        }

        // The sum and the entry depend on the secret; they are cleared at the end.
        Span<CompletePoint<T, TField>> secrets = stackalloc CompletePoint<T, TField>[2];
        ref CompletePoint<T, TField> sum = ref secrets[0];
        ref CompletePoint<T, TField> entry = ref secrets[1];
        sum = CompletePoint<T, TField>.Infinity;
        for (int i = (2 * scalar.Length) - 1; i >= 0; i--)
        {
            sum = sum.Double().Double().Double().Double();
            Select(table, (uint)(scalar[i / 2] >> (4 * (i % 2))) & 15, secrets.Slice(1, 1));
            sum = sum.Add(entry);
        }

        // An inversion by Fermat's theorem, whose exponent is public.
        T inverseOfZ = TField.Inverse(sum.Z);
        (T X, T Y) product = (TField.Multiply(sum.X, inverseOfZ), TField.Multiply(sum.Y, inverseOfZ));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(secrets));
        return product;
    }

    /// <summary>Copies one entry without an address or a branch that depends on the index.</summary>
    private static void Select<T>(ReadOnlySpan<T> table, uint index, Span<T> entry)
        where T : unmanaged
    {
        Span<ulong> words = MemoryMarshal.Cast<T, ulong>(entry);
        ReadOnlySpan<ulong> all = MemoryMarshal.Cast<T, ulong>(table);
        words.Clear();
        for (uint i = 0; i < TableSize; i++)
        {
            // All ones where i is the index: only zero minus one has the top bit.
            ulong mask = 0UL - (((ulong)(i ^ index) - 1) >> 63);
            ReadOnlySpan<ulong> candidate = all.Slice((int)i * words.Length, words.Length);
            for (int j = 0; j < words.Length; j++)
            {
                words[j] |= candidate[j] & mask;
            }
        }
    }
}
