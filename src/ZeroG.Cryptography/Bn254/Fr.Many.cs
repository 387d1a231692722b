using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <content>Many elements to bytes and back, by lanes where the processor has them.</content>
public readonly unsafe partial struct Fr
{
    /// <summary>Writes integers one after another, as <see cref="Write"/> does.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="littleEndian">Receives <see cref="Size"/> bytes for each.</param>
    /// <exception cref="ArgumentException">There is no room for all.</exception>
    public static void WriteMany(ReadOnlySpan<Fr> values, Span<byte> littleEndian) =>
        WriteMany(values, littleEndian, Lanes8<FrModulus>.IsSupported);

    /// <summary>Reads integers one after another, as <see cref="TryRead"/> does.</summary>
    /// <param name="littleEndian"><see cref="Size"/> bytes for each element; may be the memory of the elements.</param>
    /// <param name="values">Receives the elements; of no use if one of them cannot be read.</param>
    /// <returns>The index of the first integer that is not below r, or -1.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static int ReadMany(ReadOnlySpan<byte> littleEndian, Span<Fr> values) =>
        ReadMany(littleEndian, values, Lanes8<FrModulus>.IsSupported);

    internal static void WriteMany(ReadOnlySpan<Fr> values, Span<byte> littleEndian, bool lanes)
    {
        if (littleEndian.Length / Size < values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} elements need {Size} bytes each; there are {littleEndian.Length}.", nameof(littleEndian));
        }

        int whole = lanes ? values.Length / Lanes8<FrModulus>.Count * Lanes8<FrModulus>.Count : 0;
        fixed (Fr* source = values)
        fixed (byte* target = littleEndian)
        {
            LaneForms<FrModulus>.FromMontgomery((Limbs4*)source, (Limbs4*)target, whole);
        }

        for (int i = whole; i < values.Length; i++)
        {
            values[i].Write(littleEndian.Slice(i * Size, Size));
        }
    }

    internal static int ReadMany(ReadOnlySpan<byte> littleEndian, Span<Fr> values, bool lanes)
    {
        if (littleEndian.Length != (long)values.Length * Size)
        {
            throw new ArgumentException(
                $"{values.Length} elements have {Size} bytes each; these are {littleEndian.Length}.", nameof(littleEndian));
        }

        int whole = lanes ? values.Length / Lanes8<FrModulus>.Count * Lanes8<FrModulus>.Count : 0;
        ReadOnlySpan<Limbs4> integers = MemoryMarshal.Cast<byte, Limbs4>(littleEndian);
        for (int i = 0; i < whole; i++)
        {
            if (!Montgomery<FrModulus>.IsCanonical(integers[i]))
            {
                return i;
            }
        }

        fixed (byte* source = littleEndian)
        fixed (Fr* target = values)
        {
            LaneForms<FrModulus>.ToMontgomery((Limbs4*)source, (Limbs4*)target, whole);
        }

        for (int i = whole; i < values.Length; i++)
        {
            if (!TryRead(littleEndian.Slice(i * Size, Size), out values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
