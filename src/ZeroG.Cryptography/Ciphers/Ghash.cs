using System.Buffers.Binary;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// GHASH of NIST SP 800-38D §6.4 in integers of 64 bits, in a time that does not depend on the values: sum = (sum + block) · H for each
/// block, in GF(2^128) modulo x^128 + x^7 + x^2 + x + 1. The first bit of a block is the coefficient of x^0.
/// </summary>
internal sealed class Ghash : IDisposable
{
    // A product of numbers in which three of four bits are zero has room for the carries, which are then cut away.
    private const ulong EveryFourth = 0x1111_1111_1111_1111;

    // H in two halves and their sum, for three multiplications in place of four (Karatsuba); each also with its bits turned round.
    private Part _high;
    private Part _low;
    private Part _both;

    /// <param name="factor">H, 16 bytes.</param>
    public Ghash(ReadOnlySpan<byte> factor)
    {
        _high = new Part(BinaryPrimitives.ReadUInt64BigEndian(factor));
        _low = new Part(BinaryPrimitives.ReadUInt64BigEndian(factor[8..]));
        _both = new Part(_high.Value ^ _low.Value);
    }

    /// <summary>Adds whole blocks to a sum of 16 bytes.</summary>
    public void Add(Span<byte> sum, ReadOnlySpan<byte> blocks)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(sum);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(sum[8..]);
        for (; !blocks.IsEmpty; blocks = blocks[16..])
        {
            high ^= BinaryPrimitives.ReadUInt64BigEndian(blocks);
            low ^= BinaryPrimitives.ReadUInt64BigEndian(blocks[8..]);
            (high, low) = Multiply(high, low);
        }

        BinaryPrimitives.WriteUInt64BigEndian(sum, high);
        BinaryPrimitives.WriteUInt64BigEndian(sum[8..], low);
    }

    public void Dispose() => (_high, _low, _both) = (default, default, default);

    private (ulong High, ulong Low) Multiply(ulong high, ulong low)
    {
        (ulong top, ulong underTop) = Multiply(new Part(high), _high);
        (ulong overEnd, ulong end) = Multiply(new Part(low), _low);
        (ulong middleHigh, ulong middleLow) = Multiply(new Part(high ^ low), _both);
        ulong w3 = top;
        ulong w2 = underTop ^ middleHigh ^ top ^ overEnd;
        ulong w1 = overEnd ^ middleLow ^ underTop ^ end;
        ulong w0 = end;

        // With the bits the other way round, the product of two numbers of 128 bits lies one bit too low.
        w3 = (w3 << 1) | (w2 >> 63);
        w2 = (w2 << 1) | (w1 >> 63);
        w1 = (w1 << 1) | (w0 >> 63);
        w0 <<= 1;

        // x^128 = x^7 + x^2 + x + 1, for the last word and then for the one above it.
        w2 ^= w0 ^ (w0 >> 1) ^ (w0 >> 2) ^ (w0 >> 7);
        w1 ^= (w0 << 63) ^ (w0 << 62) ^ (w0 << 57);
        w3 ^= w1 ^ (w1 >> 1) ^ (w1 >> 2) ^ (w1 >> 7);
        w2 ^= (w1 << 63) ^ (w1 << 62) ^ (w1 << 57);
        return (w3, w2);
    }

    /// <summary>The product without carries, 127 bits: the upper half is the lower half of the numbers turned round.</summary>
    private static (ulong High, ulong Low) Multiply(Part a, Part b) =>
        (Reverse(LowerHalf(a.Reversed, b.Reversed)) >> 1, LowerHalf(a.Value, b.Value));

    private static ulong LowerHalf(ulong a, ulong b)
    {
        ulong a0 = a & EveryFourth, a1 = a & (EveryFourth << 1), a2 = a & (EveryFourth << 2), a3 = a & (EveryFourth << 3);
        ulong b0 = b & EveryFourth, b1 = b & (EveryFourth << 1), b2 = b & (EveryFourth << 2), b3 = b & (EveryFourth << 3);
        unchecked
        {
            ulong c0 = (a0 * b0) ^ (a1 * b3) ^ (a2 * b2) ^ (a3 * b1);
            ulong c1 = (a0 * b1) ^ (a1 * b0) ^ (a2 * b3) ^ (a3 * b2);
            ulong c2 = (a0 * b2) ^ (a1 * b1) ^ (a2 * b0) ^ (a3 * b3);
            ulong c3 = (a0 * b3) ^ (a1 * b2) ^ (a2 * b1) ^ (a3 * b0);
            return (c0 & EveryFourth) | (c1 & (EveryFourth << 1)) | (c2 & (EveryFourth << 2)) | (c3 & (EveryFourth << 3));
        }
    }

    private static ulong Reverse(ulong bits)
    {
        bits = ((bits >> 1) & 0x5555_5555_5555_5555) | ((bits & 0x5555_5555_5555_5555) << 1);
        bits = ((bits >> 2) & 0x3333_3333_3333_3333) | ((bits & 0x3333_3333_3333_3333) << 2);
        bits = ((bits >> 4) & 0x0F0F_0F0F_0F0F_0F0F) | ((bits & 0x0F0F_0F0F_0F0F_0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(bits);
    }

    private readonly struct Part(ulong value)
    {
        public ulong Value { get; } = value;

        public ulong Reversed { get; } = Reverse(value);
    }
}
