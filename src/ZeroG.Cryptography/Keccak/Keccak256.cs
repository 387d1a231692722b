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
}
