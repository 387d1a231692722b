using System.Diagnostics.CodeAnalysis;

namespace ZeroG.Cryptography.Signatures;

/// <summary>
/// An ECDSA signature with the bit that makes the public key recoverable: r and s as 32 big-endian bytes each, and the parity of the
/// nonce point's y. The value says nothing about the ranges of r and s; <see cref="Secp256k1"/> refuses those outside [1, n-1].
/// </summary>
public readonly struct Secp256k1Signature : IEquatable<Secp256k1Signature>
{
    /// <summary>Bytes of r, and of s.</summary>
    public const int ScalarSize = 32;

    private const int CompactSize = 2 * ScalarSize;
    private const int FullSize = CompactSize + 1;

    /// <summary>The v of a y parity of zero outside typed transactions (Bitcoin's 27, kept by Ethereum).</summary>
    private const int VBase = 27;

    private static readonly byte[] NoScalars = new byte[CompactSize];
    private readonly byte[]? _scalars;

    /// <param name="r">32 bytes, big-endian.</param>
    /// <param name="s">32 bytes, big-endian.</param>
    /// <param name="yParity">0 or 1.</param>
    /// <exception cref="ArgumentException">A length is not 32, or the parity is neither 0 nor 1.</exception>
    public Secp256k1Signature(ReadOnlySpan<byte> r, ReadOnlySpan<byte> s, int yParity)
    {
        if (r.Length != ScalarSize || s.Length != ScalarSize)
        {
            throw new ArgumentException($"r and s take {ScalarSize} bytes each; got {r.Length} and {s.Length}.");
        }

        if (yParity is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(nameof(yParity), yParity, "The y parity is 0 or 1.");
        }

        _scalars = [.. r, .. s];
        YParity = yParity;
    }

    /// <summary>r, 32 bytes.</summary>
    public ReadOnlySpan<byte> R => Scalars[..ScalarSize];

    /// <summary>s, 32 bytes.</summary>
    public ReadOnlySpan<byte> S => Scalars[ScalarSize..];

    /// <summary>0 if the y of the nonce point is even, 1 if it is odd.</summary>
    public int YParity { get; }

    /// <summary>
    /// Whether s is at most n/2, as EIP-2 asks of transactions, so that nobody can make a second valid signature of the first.
    /// </summary>
    public bool IsLowS => S.SequenceCompareTo(Secp256k1.HalfOrder) <= 0;

    private ReadOnlySpan<byte> Scalars => _scalars ?? NoScalars;

    /// <summary>r‖s‖v, 65 bytes, v being 27 or 28.</summary>
    public byte[] ToBytes() => [.. Scalars, (byte)(VBase + YParity)];

    /// <summary>Reads r‖s‖v of 65 bytes, v being 0, 1, 27 or 28, or the 64 bytes of EIP-2098.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Secp256k1Signature signature)
    {
        signature = default;
        if (bytes.Length == CompactSize)
        {
            Span<byte> s = stackalloc byte[ScalarSize];
            bytes[ScalarSize..].CopyTo(s);
            int yParity = s[0] >> 7;
            s[0] &= 0x7F;
            signature = new Secp256k1Signature(bytes[..ScalarSize], s, yParity);
            return true;
        }

        if (bytes.Length != FullSize || bytes[CompactSize] is not (0 or 1 or VBase or VBase + 1))
        {
            return false;
        }

        signature = new Secp256k1Signature(bytes[..ScalarSize], bytes[ScalarSize..CompactSize], bytes[CompactSize] % VBase);
        return true;
    }

    public bool Equals(Secp256k1Signature other) => YParity == other.YParity && Scalars.SequenceEqual(other.Scalars);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Secp256k1Signature other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Scalars);
        hash.Add(YParity);
        return hash.ToHashCode();
    }

    /// <summary>r‖s‖v in hex.</summary>
    public override string ToString() => "0x" + Convert.ToHexStringLower(ToBytes());

    public static bool operator ==(Secp256k1Signature left, Secp256k1Signature right) => left.Equals(right);

    public static bool operator !=(Secp256k1Signature left, Secp256k1Signature right) => !left.Equals(right);
}
