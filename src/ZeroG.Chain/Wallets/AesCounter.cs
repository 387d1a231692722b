using System.Security.Cryptography;

namespace ZeroG.Chain.Wallets;

/// <summary>AES in counter mode (NIST SP 800-38A §6.5) with the whole block as a big-endian counter. Encrypts and decrypts alike.</summary>
internal static class AesCounter
{
    public const int BlockSize = 16;

    /// <summary>XORs the key stream over the input.</summary>
    public static void Apply(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        byte[] keyCopy = key.ToArray();
        using Aes aes = Aes.Create();
        aes.Key = keyCopy;
        CryptographicOperations.ZeroMemory(keyCopy);
        Span<byte> counter = stackalloc byte[BlockSize];
        Span<byte> stream = stackalloc byte[BlockSize];
        iv.CopyTo(counter);
        for (int i = 0; i < input.Length; i++)
        {
            if (i % BlockSize == 0)
            {
                aes.EncryptEcb(counter, stream, PaddingMode.None);
                Increment(counter);
            }

            output[i] = (byte)(input[i] ^ stream[i % BlockSize]);
        }

        CryptographicOperations.ZeroMemory(stream);
    }

    private static void Increment(Span<byte> counter)
    {
        for (int i = counter.Length - 1; i >= 0 && ++counter[i] == 0; i--)
        {
        }
    }
}
