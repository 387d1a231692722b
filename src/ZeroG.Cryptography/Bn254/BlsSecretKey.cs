using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The secret scalar of a data availability signer, 0 &lt; sk &lt; r. It lies in memory that the garbage collector does not copy,
/// <see cref="Dispose"/> clears it, it prints as stars, and it is multiplied in a time that does not depend on it.
/// </summary>
[DebuggerDisplay("********")]
public sealed class BlsSecretKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    /// <summary>Digits that a key has at most, as r has.</summary>
    public const int MaxDigits = 77;

    private readonly byte[] _scalar = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private bool _disposed;

    private BlsSecretKey(ReadOnlySpan<byte> littleEndian) => littleEndian.CopyTo(_scalar);

    /// <summary>A key of the system's random numbers.</summary>
    public static BlsSecretKey Generate()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BlsSecretKey? key;
        do
        {
            // r has 254 bits; about three of four draws are below it.
            RandomNumberGenerator.Fill(bytes);
            bytes[Size - 1] &= 0x3f;
        }
        while (!TryRead(bytes, out key));
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>
    /// Reads the decimal digits that DA nodes keep in their configuration; false unless the number is in 1..r-1, written without sign,
    /// spaces or leading zeros. (The official node reduces greater numbers silently.)
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> digits, [NotNullWhen(true)] out BlsSecretKey? key)
    {
        key = null;
        if (digits.Length is 0 or > MaxDigits || digits[0] == '0')
        {
            return false;
        }

        // 77 digits are below 2^256.
        Span<ulong> limbs = stackalloc ulong[4];
        limbs.Clear();
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                limbs.Clear();
                return false;
            }

            ulong carry = (ulong)(digit - '0');
            for (int i = 0; i < limbs.Length; i++)
            {
                ulong high = Math.BigMul(limbs[i], 10, out ulong low);
                limbs[i] = low + carry;
                carry = high + (limbs[i] < low ? 1UL : 0);
            }
        }

        Span<byte> bytes = stackalloc byte[Size];
        for (int i = 0; i < limbs.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], limbs[i]);
        }

        bool valid = TryRead(bytes, out key);
        CryptographicOperations.ZeroMemory(bytes);
        limbs.Clear();
        return valid;
    }

    /// <summary>Reads 32 little-endian bytes; false unless they are a number in 1..r-1.</summary>
    public static bool TryRead(ReadOnlySpan<byte> littleEndian, [NotNullWhen(true)] out BlsSecretKey? key)
    {
        key = null;
        if (littleEndian.Length != Size)
        {
            return false;
        }

        // A borrow out of sk - r means below r; only whether the key is valid is told.
        ReadOnlySpan<ulong> order = [FrModulus.P0, FrModulus.P1, FrModulus.P2, FrModulus.P3];
        ulong borrow = 0;
        ulong any = 0;
        for (int i = 0; i < order.Length; i++)
        {
            ulong limb = BinaryPrimitives.ReadUInt64LittleEndian(littleEndian[(8 * i)..]);
            any |= limb;
            UInt128 difference = unchecked((UInt128)limb - order[i] - borrow);
            borrow = (ulong)(difference >> 64) & 1;
        }

        if (any == 0 || borrow == 0)
        {
            return false;
        }

        key = new(littleEndian);
        return true;
    }

    /// <summary>The public key in both groups.</summary>
    /// <exception cref="ObjectDisposedException">The key was cleared.</exception>
    public BlsPublicKey GetPublicKey()
    {
        G2Affine generator = G2Affine.Generator;
        ObjectDisposedException.ThrowIf(_disposed, this);
        (Fq2 x, Fq2 y) = SecretMultiplication.Multiply<Fq2, Fq2Coordinates>(generator.X, generator.Y, _scalar);
        return new(Multiply(G1Affine.Generator), new(x, y));
    }

    /// <summary>The signature of a hash: sk times the point that <see cref="Bls.HashToG1"/> gives for it.</summary>
    /// <param name="digest">32 bytes of Keccak-256.</param>
    /// <exception cref="ObjectDisposedException">The key was cleared.</exception>
    public G1Affine Sign(ReadOnlySpan<byte> digest) => Multiply(Bls.HashToG1(digest));

    /// <summary>Writes the decimal digits, for a node's configuration; the caller clears them.</summary>
    /// <param name="destination">Room for <see cref="MaxDigits"/>.</param>
    /// <returns>How many digits there are.</returns>
    /// <exception cref="ObjectDisposedException">The key was cleared.</exception>
    public int WriteDigits(Span<char> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<char> digits = destination[..MaxDigits];
        Span<uint> words = stackalloc uint[Size / sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(_scalar.AsSpan(sizeof(uint) * i));
        }

        for (int place = MaxDigits - 1; place >= 0; place--)
        {
            // Division by a constant is a multiplication, whose time is always the same.
            ulong rest = 0;
            for (int i = words.Length - 1; i >= 0; i--)
            {
                ulong part = (rest << 32) | words[i];
                words[i] = (uint)(part / 10);
                rest = part % 10;
            }

            digits[place] = (char)('0' + rest);
        }

        int leading = digits.IndexOfAnyExcept('0');
        digits[leading..].CopyTo(destination);
        int count = MaxDigits - leading;
        digits[count..].Clear();
        return count;
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_scalar);
    }

    /// <summary>Stars.</summary>
    public override string ToString() => "********";

    private G1Affine Multiply(in G1Affine point)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        (Fq x, Fq y) = SecretMultiplication.Multiply<Fq, FqCoordinates>(point.X, point.Y, _scalar);
        return new(x, y);
    }
}
