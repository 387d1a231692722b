using System.Numerics;
using System.Security.Cryptography;

namespace ZeroG.Chain.Wallets;

/// <summary>Base58 with the first four bytes of a double SHA-256 as checksum, the text form of BIP-32 keys.</summary>
internal static class Base58Check
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int ChecksumSize = 4;

    public static string Encode(ReadOnlySpan<byte> payload)
    {
        Span<byte> bytes = [.. payload, .. Checksum(payload)];
        BigInteger number = new(bytes, isUnsigned: true, isBigEndian: true);
        List<char> text = [];
        while (!number.IsZero)
        {
            number = BigInteger.DivRem(number, Alphabet.Length, out BigInteger digit);
            text.Add(Alphabet[(int)digit]);
        }

        // Leading zero bytes have no digits in a number; each is written as a 1.
        int zeros = bytes.IndexOfAnyExcept((byte)0);
        text.AddRange(Enumerable.Repeat(Alphabet[0], zeros < 0 ? bytes.Length : zeros));
        text.Reverse();
        return string.Concat(text);
    }

    /// <summary>Reads text whose payload has exactly the expected length; false when it has not, or when the checksum differs.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> payload)
    {
        // A byte takes more than one digit of 58, so longer text cannot fit; checked first to keep the arithmetic small.
        if (text.Length > 2 * (payload.Length + ChecksumSize))
        {
            return false;
        }

        BigInteger number = BigInteger.Zero;
        foreach (char c in text)
        {
            int digit = Alphabet.IndexOf(c);
            if (digit < 0)
            {
                return false;
            }

            number = (number * Alphabet.Length) + digit;
        }

        byte[] digits = number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true);
        int zeros = text.IndexOfAnyExcept(Alphabet[0]);
        byte[] bytes = [.. new byte[zeros < 0 ? text.Length : zeros], .. digits];
        if (bytes.Length != payload.Length + ChecksumSize
            || !bytes.AsSpan(payload.Length).SequenceEqual(Checksum(bytes.AsSpan(..payload.Length))))
        {
            return false;
        }

        bytes.AsSpan(..payload.Length).CopyTo(payload);
        return true;
    }

    private static byte[] Checksum(ReadOnlySpan<byte> payload) => SHA256.HashData(SHA256.HashData(payload))[..ChecksumSize];
}
