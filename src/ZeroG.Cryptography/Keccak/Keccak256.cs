using System.Runtime.Intrinsics;

namespace ZeroG.Cryptography.Keccak;

/// <summary>
/// Keccak-256 with the original padding byte 0x01, as Ethereum and 0G use it (not SHA3-256, whose padding byte is 0x06).
/// </summary>
/// <remarks>
/// One permutation, written once (<c>Keccak256.Permutation.cs</c>), works on one message, or on four or eight of equal length side by side:
/// the i-th 64-bit word of every message's state lies in the i-th vector. The files named after a technique hold what differs.
/// </remarks>
public static partial class Keccak256
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashSize = 32;

    /// <summary>Hashes <paramref name="message"/> into the first 32 bytes of <paramref name="hash"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is shorter than 32 bytes.</exception>
    public static unsafe void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (hash.Length < HashSize)
        {
            throw new ArgumentException($"A Keccak-256 hash takes {HashSize} bytes; the buffer has {hash.Length}.", nameof(hash));
        }

        fixed (byte* source = message, target = hash)
        {
            HashGroups<ScalarLanes, ulong>(source, message.Length, target, 1);
        }
    }

    /// <summary>Hashes <paramref name="message"/> into a new array of 32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        byte[] hash = new byte[HashSize];
        Hash(message, hash);
        return hash;
    }

    /// <summary>Hashes messages of equal length that lie one after another, eight or four at a time where the processor can.</summary>
    /// <param name="messages">The messages without gaps.</param>
    /// <param name="messageLength">Bytes of each message, at least one.</param>
    /// <param name="hashes">
    /// Receives 32 bytes for each message. May be the memory of the messages from its beginning if they are 32 bytes or longer; no other
    /// overlap.
    /// </param>
    /// <exception cref="ArgumentException">The messages are not whole, or the hashes do not fit.</exception>
    public static unsafe void HashMany(ReadOnlySpan<byte> messages, int messageLength, Span<byte> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(messageLength);
        (int count, int rest) = Math.DivRem(messages.Length, messageLength);
        if (rest != 0)
        {
            throw new ArgumentException($"{messages.Length} bytes are no whole messages of {messageLength} bytes.", nameof(messages));
        }

        if (hashes.Length / HashSize < count)
        {
            throw new ArgumentException($"{count} hashes of {HashSize} bytes do not fit {hashes.Length} bytes.", nameof(hashes));
        }

        fixed (byte* source = messages, target = hashes)
        {
            int done = 0;
            if (Avx512Lanes.IsSupported)
            {
                done = HashGroups<Avx512Lanes, Vector512<ulong>>(source, messageLength, target, count);
            }

            if (Avx2Lanes.IsSupported)
            {
                done += HashGroups<Avx2Lanes, Vector256<ulong>>(
                    source + ((nint)done * messageLength), messageLength, target + ((nint)done * HashSize), count - done);
            }

            HashGroups<ScalarLanes, ulong>(
                source + ((nint)done * messageLength), messageLength, target + ((nint)done * HashSize), count - done);
        }
    }
}
