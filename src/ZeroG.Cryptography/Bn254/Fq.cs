using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// An element of the field of q elements, in which the coordinates of points lie. Held as four limbs in Montgomery's form, R = 2^256,
/// always below q, so a span of elements is the raw memory of the official Montgomery files.
/// </summary>
/// <remarks>
/// No operation branches on a value except <see cref="Pow"/> (on its exponent), <see cref="CompareTo"/> and the readers, so the rest is
/// fit for secrets. <c>default</c> is zero.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly struct Fq : IEquatable<Fq>
{
    /// <summary>Bytes of an element.</summary>
    public const int Size = 32;

    private readonly Limbs4 _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Fq(in Limbs4 montgomery) => _value = montgomery;

    /// <summary>The prime q.</summary>
    public static BigInteger Modulus => Montgomery<FqModulus>.Modulus;

    /// <summary>0.</summary>
    public static Fq Zero => default;

    /// <summary>1.</summary>
    public static Fq One => new(FqModulus.R);

    /// <summary>Whether this is 0.</summary>
    public bool IsZero => _value.IsZero;

    /// <summary>The limbs of the Montgomery form, for engines of this assembly.</summary>
    [UnscopedRef]
    internal ref readonly Limbs4 Limbs => ref _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq operator +(in Fq a, in Fq b) => new(Montgomery<FqModulus>.Add(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq operator -(in Fq a, in Fq b) => new(Montgomery<FqModulus>.Subtract(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq operator -(in Fq a) => new(Montgomery<FqModulus>.Negate(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq operator *(in Fq a, in Fq b) => new(Montgomery<FqModulus>.Multiply(a._value, b._value));

    public static bool operator ==(in Fq a, in Fq b) => a._value == b._value;

    public static bool operator !=(in Fq a, in Fq b) => a._value != b._value;

    /// <summary>An element from the four limbs of its Montgomery form, the lowest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limbs are not below q.</exception>
    public static Fq FromMontgomeryLimbs(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        Limbs4 limbs = new(l0, l1, l2, l3);
        return Montgomery<FqModulus>.IsCanonical(limbs)
            ? new(limbs)
            : throw new ArgumentOutOfRangeException(nameof(l3), "The limbs are not below the modulus q.");
    }

    /// <summary>A small integer.</summary>
    public static Fq FromUInt64(ulong value) => new(Montgomery<FqModulus>.ToMontgomery(new(value, 0, 0, 0)));

    /// <summary>Any integer, reduced modulo q.</summary>
    public static Fq FromBigInteger(BigInteger value) => new(Montgomery<FqModulus>.FromBigInteger(value));

    /// <summary>Reads 32 little-endian bytes; false unless they are an integer below q.</summary>
    public static bool TryRead(ReadOnlySpan<byte> littleEndian, out Fq value)
    {
        bool canonical = Montgomery<FqModulus>.TryReadLittleEndian(littleEndian, out Limbs4 limbs);
        value = new(limbs);
        return canonical;
    }

    /// <summary>Reads 32 big-endian bytes; false unless they are an integer below q.</summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> bigEndian, out Fq value)
    {
        bool canonical = Montgomery<FqModulus>.TryReadBigEndian(bigEndian, out Limbs4 limbs);
        value = new(limbs);
        return canonical;
    }

    /// <summary>32 little-endian bytes of any value, reduced modulo q.</summary>
    public static Fq FromLittleEndianReduced(ReadOnlySpan<byte> bytes) =>
        new(Montgomery<FqModulus>.Reduce(Montgomery<FqModulus>.ReadLittleEndian(bytes)));

    /// <summary>32 big-endian bytes of any value, reduced modulo q.</summary>
    public static Fq FromBigEndianReduced(ReadOnlySpan<byte> bytes) =>
        new(Montgomery<FqModulus>.Reduce(Montgomery<FqModulus>.ReadBigEndian(bytes)));

    /// <summary>The square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Fq Square() => new(Montgomery<FqModulus>.Multiply(_value, _value));

    /// <summary>The double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Fq Double() => new(Montgomery<FqModulus>.Add(_value, _value));

    /// <summary>1/a; zero for zero.</summary>
    public Fq Inverse() => new(Montgomery<FqModulus>.Inverse(_value));

    /// <summary>1/a for a public a, whose value the time tells; zero for zero.</summary>
    internal Fq InverseOfPublic() => new(Montgomery<FqModulus>.InverseOfPublic(_value));

    /// <summary>The power of a public exponent of 64-bit limbs, the lowest first.</summary>
    public Fq Pow(params ReadOnlySpan<ulong> exponent) => new(Montgomery<FqModulus>.Pow(_value, exponent));

    /// <summary>The root a^((q+1)/4), which is itself a square; false if there is none.</summary>
    public bool TrySqrt(out Fq root)
    {
        // q = 3 mod 4.
        root = Pow(0x4f082305b61f3f52, 0x65e05aa45a1c72a3, 0x6e14116da0605617, 0x0c19139cb84c680a);
        return root.Square() == this;
    }

    /// <summary>Writes the integer as 32 little-endian bytes.</summary>
    public void Write(Span<byte> littleEndian) => Montgomery<FqModulus>.WriteLittleEndian(_value, littleEndian);

    /// <summary>Writes the integer as 32 big-endian bytes.</summary>
    public void WriteBigEndian(Span<byte> bigEndian) => Montgomery<FqModulus>.WriteBigEndian(_value, bigEndian);

    /// <summary>The integer.</summary>
    public BigInteger ToBigInteger() => Montgomery<FqModulus>.ToBigInteger(Montgomery<FqModulus>.FromMontgomery(_value));

    /// <summary>The order of the integers.</summary>
    public int CompareTo(Fq other) =>
        Montgomery<FqModulus>.Compare(Montgomery<FqModulus>.FromMontgomery(_value), Montgomery<FqModulus>.FromMontgomery(other._value));

    public bool Equals(Fq other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Fq other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>0x and 64 digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        WriteBigEndian(bytes);
        return "0x" + Convert.ToHexStringLower(bytes);
    }
}
