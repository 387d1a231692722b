using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// Encrypts under a key that an ephemeral wallet agrees with the recipient. With a sender the ephemeral key follows from the sender's
/// private key, the nonce and the recipient, all else being random.
/// </summary>
internal sealed class EciesEncryptionKey(PublicKey recipient, Wallet? sender) : EncryptionKey
{
    private static ReadOnlySpan<byte> Purpose => "ZeroG/encrypted-file/ephemeral-key/v1"u8;

    public override string Name => $"{EncryptionVersion.Ecies}:{recipient.Address}";

    public override int HeaderSize => EncryptionHeader.EciesSize;

    public override bool CanReopen => sender is not null;

    public override FileCipher Create()
    {
        Span<byte> nonce = stackalloc byte[EncryptionHeader.NonceSize];
        RandomNumberGenerator.Fill(nonce);
        using Wallet ephemeral = sender is null ? Wallet.CreateRandom() : Derive(sender, nonce);
        return Agree(ephemeral, EncryptionHeader.Create(ephemeral.PublicKey, nonce));
    }

    internal override FileCipher? Reopen(EncryptionHeader header)
    {
        if (sender is null || header.EphemeralKey is null)
        {
            return null;
        }

        using Wallet ephemeral = Derive(sender, header.Nonce);
        return ephemeral.PublicKey.Equals(header.EphemeralKey) ? Agree(ephemeral, header) : null;
    }

    internal override void AddTo(IncrementalHash hash)
    {
        hash.AppendData("ecies"u8);
        hash.AppendData(recipient.Bytes);
        hash.AppendData(sender is null ? [] : sender.Address.Bytes);
    }

    private FileCipher Agree(Wallet ephemeral, EncryptionHeader header)
    {
        Span<byte> key = stackalloc byte[EciesKey.Size];
        try
        {
            EciesKey.Derive(ephemeral, recipient, key);
            return new FileCipher(header, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private Wallet Derive(Wallet from, ReadOnlySpan<byte> nonce)
    {
        Span<byte> secret = stackalloc byte[32];
        try
        {
            // 32 random bytes are no private key once in 2^127.
            from.DeriveSecret(nonce, [.. Purpose, .. recipient.Bytes], secret);
            return Wallet.FromPrivateKey(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
