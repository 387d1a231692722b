using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// An element of the field of r elements: a scalar, or a cell of a blob. Held as four limbs in Montgomery's form, R = 2^256, always below
/// r, so a span of elements is the raw memory of the official Montgomery files.
/// </summary>
/// <remarks>
/// No operation branches on a value except <see cref="Pow"/> (on its exponent), <see cref="CompareTo"/> and the readers, so the rest is
/// fit for secrets. <c>default</c> is zero.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly partial struct Fr : IEquatable<Fr>
{
    /// <summary>Bytes of an element.</summary>
    public const int Size = 32;

    private readonly Limbs4 _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Fr(in Limbs4 montgomery) => _value = montgomery;

    /// <summary>The prime r.</summary>
    public static BigInteger Modulus => Montgomery<FrModulus>.Modulus;

    /// <summary>0.</summary>
    public static Fr Zero => default;

    /// <summary>1.</summary>
    public static Fr One => new(FrModulus.R);

    /// <summary>Whether this is 0.</summary>
    public bool IsZero => _value.IsZero;

    /// <summary>The limbs of the Montgomery form, for engines of this assembly.</summary>
    [UnscopedRef]
    internal ref readonly Limbs4 Limbs => ref _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fr operator +(in Fr a, in Fr b) => new(Montgomery<FrModulus>.Add(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fr operator -(in Fr a, in Fr b) => new(Montgomery<FrModulus>.Subtract(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fr operator -(in Fr a) => new(Montgomery<FrModulus>.Negate(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fr operator *(in Fr a, in Fr b) => new(Montgomery<FrModulus>.Multiply(a._value, b._value));

    public static bool operator ==(in Fr a, in Fr b) => a._value == b._value;

    public static bool operator !=(in Fr a, in Fr b) => a._value != b._value;

    /// <summary>An element from the four limbs of its Montgomery form, the lowest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limbs are not below r.</exception>
    public static Fr FromMontgomeryLimbs(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        Limbs4 limbs = new(l0, l1, l2, l3);
        return Montgomery<FrModulus>.IsCanonical(limbs)
            ? new(limbs)
            : throw new ArgumentOutOfRangeException(nameof(l3), "The limbs are not below the modulus r.");
    }

    /// <summary>A small integer.</summary>
    public static Fr FromUInt64(ulong value) => new(Montgomery<FrModulus>.ToMontgomery(new(value, 0, 0, 0)));

    /// <summary>Any integer, reduced modulo r.</summary>
    public static Fr FromBigInteger(BigInteger value) => new(Montgomery<FrModulus>.FromBigInteger(value));

    /// <summary>Reads 32 little-endian bytes; false unless they are an integer below r.</summary>
    public static bool TryRead(ReadOnlySpan<byte> littleEndian, out Fr value)
    {
        bool canonical = Montgomery<FrModulus>.TryReadLittleEndian(littleEndian, out Limbs4 limbs);
        value = new(limbs);
        return canonical;
    }

    /// <summary>32 little-endian bytes of any value, reduced modulo r.</summary>
    public static Fr FromLittleEndianReduced(ReadOnlySpan<byte> bytes) =>
        new(Montgomery<FrModulus>.Reduce(Montgomery<FrModulus>.ReadLittleEndian(bytes)));

    /// <summary>32 big-endian bytes of any value, reduced modulo r.</summary>
    public static Fr FromBigEndianReduced(ReadOnlySpan<byte> bytes) =>
        new(Montgomery<FrModulus>.Reduce(Montgomery<FrModulus>.ReadBigEndian(bytes)));

    /// <summary>Replaces every element by its inverse, with one inversion for all; zeros stay.</summary>
    public static void BatchInvert(Span<Fr> values) =>
        Montgomery<FrModulus>.BatchInvert(MemoryMarshal.Cast<Fr, Limbs4>(values), new Limbs4[values.Length]);

    /// <summary>The square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Fr Square() => new(Montgomery<FrModulus>.Multiply(_value, _value));

    /// <summary>1/a; zero for zero.</summary>
    public Fr Inverse() => new(Montgomery<FrModulus>.Inverse(_value));

    /// <summary>The power of a public exponent of 64-bit limbs, the lowest first.</summary>
    public Fr Pow(params ReadOnlySpan<ulong> exponent) => new(Montgomery<FrModulus>.Pow(_value, exponent));

    /// <summary>Writes the integer as 32 little-endian bytes.</summary>
    public void Write(Span<byte> littleEndian) => Montgomery<FrModulus>.WriteLittleEndian(_value, littleEndian);

    /// <summary>Writes the integer as 32 big-endian bytes.</summary>
    public void WriteBigEndian(Span<byte> bigEndian) => Montgomery<FrModulus>.WriteBigEndian(_value, bigEndian);

    /// <summary>The integer.</summary>
    public BigInteger ToBigInteger() => Montgomery<FrModulus>.ToBigInteger(Montgomery<FrModulus>.FromMontgomery(_value));

    /// <summary>The order of the integers.</summary>
    public int CompareTo(Fr other) =>
        Montgomery<FrModulus>.Compare(Montgomery<FrModulus>.FromMontgomery(_value), Montgomery<FrModulus>.FromMontgomery(other._value));

    public bool Equals(Fr other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Fr other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>0x and 64 digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        WriteBigEndian(bytes);
        return "0x" + Convert.ToHexStringLower(bytes);
    }
}
