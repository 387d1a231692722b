using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Cryptography.Ecies;
using ZeroG.Storage.Encryption;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// The key of a model as a provider publishes it on chain, encrypted for the wallet that signed the task: ephemeral public key (65 bytes) ‖
/// nonce (16) ‖ tag (16) ‖ AES-256-GCM of the key. The key of the cipher is HKDF-SHA256 of the ephemeral key and the shared point.
/// </summary>
/// <remarks>The form of the libraries ecies/go v2 and eciesjs with their defaults. GCM takes 16-byte nonces there.</remarks>
public static class ModelKeyEnvelope
{
    /// <summary>Bytes around a key of 32 bytes and with it.</summary>
    public const int Size = OverheadSize + AesGcmKey.KeySize;

    private const byte UncompressedPrefix = 0x04;
    private const int PointSize = 1 + Secp256k1Agreement.SharedPointSize;
    private const int NonceSize = 16;
    private const int OverheadSize = PointSize + NonceSize + AesGcmKey.TagSize;

    /// <summary>Encrypts a model's key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="recipient">Public key of the wallet that signed the task.</param>
    /// <returns><see cref="Size"/> bytes, for <c>encryptedSecret</c> of the settlement.</returns>
    public static byte[] Seal(SymmetricKey key, PublicKey recipient)
    {
        using Wallet ephemeral = Wallet.CreateRandom();
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return Seal(key.Bytes, recipient, ephemeral, nonce);
    }

    /// <summary>Decrypts a model's key.</summary>
    /// <param name="envelope">The deliverable's <c>encryptedSecret</c>; empty before the provider has settled.</param>
    /// <param name="recipient">The wallet that signed the task.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgModelKeyNotPublished</c>, <c>ZgModelKeyInvalid</c>, <c>ZgModelKeyNotForWallet</c>.
    /// </exception>
    public static SymmetricKey Open(ReadOnlySpan<byte> envelope, Wallet recipient)
    {
        if (envelope.IsEmpty)
        {
            throw new ZeroGException(
                "ZgModelKeyNotPublished", ErrorKind.InvalidOperation,
                "The provider has not published the model's key yet. Try again when the task is Finished (about a minute).");
        }

        byte[] key = GC.AllocateUninitializedArray<byte>(Math.Max(0, envelope.Length - OverheadSize), pinned: true);
        try
        {
            if (!IsForm(envelope, out PublicKey? ephemeral) || key.Length != AesGcmKey.KeySize)
            {
                throw new ZeroGException(
                    "ZgModelKeyInvalid", ErrorKind.InvalidData,
                    $"What the provider published is no encrypted key: {envelope.Length} bytes, where a point of secp256k1 and "
                    + $"{Size} bytes in all are needed. Ask the provider.");
            }

            return TryOpen(envelope, ephemeral!, recipient, key)
                ? new SymmetricKey(key)
                : throw new ZeroGException(
                    "ZgModelKeyNotForWallet", ErrorKind.SecurityError,
                    $"The model's key does not open for {recipient.Address}: it is for the wallet that signed the task. Use that wallet.",
                    recipient.Address);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Encrypts any content with everything given that is otherwise random.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> content, PublicKey recipient, Wallet ephemeral, ReadOnlySpan<byte> nonce)
    {
        byte[] envelope = new byte[OverheadSize + content.Length];
        envelope[0] = UncompressedPrefix;
        ephemeral.PublicKey.Bytes.CopyTo(envelope.AsSpan(1));
        nonce.CopyTo(envelope.AsSpan(PointSize));
        using AesGcmKey cipher = Agree(ephemeral, recipient, ephemeral.PublicKey);
        cipher.Encrypt(
            nonce, content, envelope.AsSpan(OverheadSize), envelope.AsSpan(PointSize + NonceSize, AesGcmKey.TagSize));
        return envelope;
    }

    /// <summary>Decrypts content of any size; false when it is not for this wallet, or not as it was made.</summary>
    /// <param name="envelope">What <see cref="Seal(ReadOnlySpan{byte}, PublicKey, Wallet, ReadOnlySpan{byte})"/> made.</param>
    /// <param name="ephemeral">The public key at its start.</param>
    /// <param name="recipient">Whose it is.</param>
    /// <param name="content">Receives what the envelope holds, 97 bytes less than its size.</param>
    internal static bool TryOpen(ReadOnlySpan<byte> envelope, PublicKey ephemeral, Wallet recipient, Span<byte> content)
    {
        using AesGcmKey cipher = Agree(recipient, ephemeral, ephemeral);
        return cipher.TryDecrypt(
            envelope.Slice(PointSize, NonceSize), envelope[OverheadSize..], envelope.Slice(PointSize + NonceSize, AesGcmKey.TagSize),
            content);
    }

    /// <summary>Whether bytes can be an envelope at all, and the public key at its start.</summary>
    internal static bool IsForm(ReadOnlySpan<byte> envelope, out PublicKey? ephemeral)
    {
        ephemeral = null;
        return envelope.Length >= OverheadSize && envelope[0] == UncompressedPrefix
            && PublicKey.TryRead(envelope[..PointSize], out ephemeral);
    }

    private static AesGcmKey Agree(Wallet own, PublicKey other, PublicKey ephemeral)
    {
        // Both points as they are written, each with its prefix, without salt and information.
        byte[] material = GC.AllocateArray<byte>(2 * PointSize, pinned: true);
        Span<byte> key = stackalloc byte[AesGcmKey.KeySize];
        try
        {
            material[0] = UncompressedPrefix;
            ephemeral.Bytes.CopyTo(material.AsSpan(1));
            material[PointSize] = UncompressedPrefix;
            own.AgreePoint(other, material.AsSpan(PointSize + 1));
            HKDF.DeriveKey(HashAlgorithmName.SHA256, material, key, salt: [], info: []);
            return new AesGcmKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
