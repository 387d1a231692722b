using System.Buffers.Binary;
using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <content>Integers as bytes and as big integers.</content>
internal static partial class Montgomery<TModulus>
{
    /// <summary>Bytes of an element.</summary>
    public const int Size = 32;

    /// <summary>The modulus.</summary>
    public static BigInteger Modulus { get; } = ToBigInteger(new(TModulus.P0, TModulus.P1, TModulus.P2, TModulus.P3));

    /// <summary>Reads 32 little-endian bytes; false unless they are an integer below p.</summary>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes, out Limbs4 montgomery) =>
        TryFromInteger(ReadLittleEndian(bytes), out montgomery);

    /// <summary>Reads 32 big-endian bytes; false unless they are an integer below p.</summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> bytes, out Limbs4 montgomery) =>
        TryFromInteger(ReadBigEndian(bytes), out montgomery);

    /// <summary>The Montgomery form of any number of 256 bits, reduced: Montgomery's multiplication takes one factor up to R.</summary>
    public static Limbs4 Reduce(in Limbs4 integer) => Multiply(TModulus.R2, integer);

    public static Limbs4 ReadLittleEndian(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..Size]));

    public static Limbs4 ReadBigEndian(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..Size]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes));

    public static void WriteLittleEndian(in Limbs4 montgomery, Span<byte> destination)
    {
        Limbs4 integer = FromMontgomery(montgomery);
        BinaryPrimitives.WriteUInt64LittleEndian(destination, integer.L0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], integer.L1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], integer.L2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..Size], integer.L3);
    }

    public static void WriteBigEndian(in Limbs4 montgomery, Span<byte> destination)
    {
        Limbs4 integer = FromMontgomery(montgomery);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..Size], integer.L0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], integer.L1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], integer.L2);
        BinaryPrimitives.WriteUInt64BigEndian(destination, integer.L3);
    }

    /// <summary>The Montgomery form of an integer of any size and sign, reduced.</summary>
    public static Limbs4 FromBigInteger(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BigInteger reduced = BigInteger.Remainder(value, Modulus);
        (reduced.Sign < 0 ? reduced + Modulus : reduced).TryWriteBytes(bytes, out _, isUnsigned: true);
        return ToMontgomery(ReadLittleEndian(bytes));
    }

    public static BigInteger ToBigInteger(in Limbs4 integer) =>
        (((((new BigInteger(integer.L3) << 64) + integer.L2) << 64) + integer.L1) << 64) + integer.L0;

    private static bool TryFromInteger(in Limbs4 integer, out Limbs4 montgomery)
    {
        bool canonical = IsCanonical(integer);
        montgomery = canonical ? ToMontgomery(integer) : default;
        return canonical;
    }
}
