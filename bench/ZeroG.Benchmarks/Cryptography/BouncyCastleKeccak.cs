using Org.BouncyCastle.Crypto.Digests;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>The peer: BouncyCastle's Keccak-256, one message at a time, with one digest reused.</summary>
internal sealed class BouncyCastleKeccak
{
    private const int NodeSize = 32;

    private readonly KeccakDigest _digest = new(256);

    public void HashMany(ReadOnlySpan<byte> messages, int messageLength, Span<byte> hashes)
    {
        for (int i = 0; i * messageLength < messages.Length; i++)
        {
            _digest.BlockUpdate(messages.Slice(i * messageLength, messageLength));
            _digest.DoFinal(hashes[(i * NodeSize)..]);
        }
    }

    /// <summary>The root of a number of leaves that is a power of two, in place.</summary>
    public void ComputeRoot(Span<byte> hashes, Span<byte> root)
    {
        for (int length = hashes.Length; length > NodeSize; length /= 2)
        {
            HashMany(hashes[..length], 2 * NodeSize, hashes);
        }

        hashes[..NodeSize].CopyTo(root);
    }
}
