namespace ZeroG.Cryptography.Keccak;

/// <summary>
/// Keccak-256 with the original padding byte 0x01, as Ethereum and 0G use it (not SHA3-256, whose padding byte is 0x06).
/// </summary>
public static partial class Keccak256
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashSize = 32;

    /// <summary>Bytes absorbed per permutation: 1600 bits of state less twice the 256 bits of security.</summary>
    internal const int Rate = 136;

    /// <summary>Hashes <paramref name="message"/> into the first 32 bytes of <paramref name="hash"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (hash.Length < HashSize)
        {
            throw new ArgumentException($"A Keccak-256 hash takes {HashSize} bytes; the buffer has {hash.Length}.", nameof(hash));
        }

        HashScalar(message, hash[..HashSize]);
    }

    /// <summary>Hashes <paramref name="message"/> into a new array of 32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        byte[] hash = new byte[HashSize];
        HashScalar(message, hash);
        return hash;
    }

    /// <summary>Hashes messages of equal length that lie one after another; many are hashed at a time.</summary>
    /// <param name="messages">The messages without gaps.</param>
    /// <param name="messageLength">Bytes of each message, at least one.</param>
    /// <param name="hashes">Receives 32 bytes for each message. May overwrite the messages from their beginning if these are 32 bytes or longer.</param>
    /// <exception cref="ArgumentException">The messages are not whole, or the hashes do not fit.</exception>
    public static void HashMany(ReadOnlySpan<byte> messages, int messageLength, Span<byte> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(messageLength);
        (int count, int rest) = Math.DivRem(messages.Length, messageLength);
        if (rest != 0)
        {
            throw new ArgumentException($"{messages.Length} bytes are no whole number of messages of {messageLength} bytes.", nameof(messages));
        }

        if (hashes.Length / HashSize < count)
        {
            throw new ArgumentException($"{count} hashes take {count * (long)HashSize} bytes; the buffer has {hashes.Length}.", nameof(hashes));
        }

        for (int i = 0; i < count; i++)
        {
            HashScalar(messages.Slice(i * messageLength, messageLength), hashes.Slice(i * HashSize, HashSize));
        }
    }
}
