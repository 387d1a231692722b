using System.Buffers.Binary;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// What Galois/counter mode is made of, under one key: the block cipher in counter mode, and the sum of blocks in GF(2^128) (GHASH). Holds
/// nothing of a message, so that many threads may use it.
/// </summary>
internal abstract class GcmEngine : IDisposable
{
    /// <summary>Bytes of a block, a counter and a sum.</summary>
    public const int BlockSize = 16;

    private const int CountedFrom = 12;

    /// <summary>Adds to the last 32 bits of a counter, big-endian, which wrap by themselves (SP 800-38D §6.2).</summary>
    public static void Advance(Span<byte> counter, uint blocks) => BinaryPrimitives.WriteUInt32BigEndian(
        counter[CountedFrom..], unchecked(BinaryPrimitives.ReadUInt32BigEndian(counter[CountedFrom..]) + blocks));

    /// <summary>The block cipher itself.</summary>
    public abstract void EncryptBlock(ReadOnlySpan<byte> block, Span<byte> output);

    /// <summary>Adds whole blocks to a sum.</summary>
    public abstract void Hash(Span<byte> sum, ReadOnlySpan<byte> blocks);

    /// <summary>XORs the key stream over whole blocks, and adds those of the two that are encrypted to the sum.</summary>
    /// <param name="decrypts">Whether the input is what is encrypted.</param>
    /// <param name="counter">The next counter; goes on by the blocks.</param>
    /// <param name="sum">The sum so far; goes on too.</param>
    /// <param name="input">Whole blocks.</param>
    /// <param name="output">Receives as many; may be the input itself.</param>
    public abstract void Apply(bool decrypts, Span<byte> counter, Span<byte> sum, ReadOnlySpan<byte> input, Span<byte> output);

    /// <summary>Clears the key.</summary>
    public abstract void Dispose();
}
