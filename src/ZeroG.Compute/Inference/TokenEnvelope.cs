using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Compute.Inference;

/// <summary>
/// How a signed text travels as one word: Base64 of the text, <c>|</c> and its signature, behind a prefix. The signature is a personal
/// message over the 32 bytes of the text's Keccak-256, leading zeros and all.
/// </summary>
internal static class TokenEnvelope
{
    private const int SignatureSize = 65;

    /// <summary>Signs a text; 65 bytes in hex.</summary>
    public static string Sign(string text, Wallet wallet) => wallet.Sign(Digest(text)).ToString();

    /// <summary>The hash that is signed.</summary>
    public static Hash256 Digest(string text) => PersonalMessage.Digest(Hash256.Keccak(Encoding.UTF8.GetBytes(text)).Bytes);

    /// <summary>Whose key signed a text; null when the signature is none.</summary>
    public static Address? Recover(string text, string signature) =>
        Hex.TryParseBytes(signature, out byte[]? bytes) && bytes.Length == SignatureSize
        && Secp256k1Signature.TryParse(bytes, out Secp256k1Signature parsed)
        // The server's library takes both forms of a signature; nothing is lost by it, since a token is no one-time thing.
        && SignatureRecovery.TryRecover(Digest(text), parsed, out Address signer, requireLowS: false)
            ? signer
            : null;

    /// <summary>Text and signature as one word.</summary>
    public static string Seal(string text, string signature) =>
        SessionToken.Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{text}|{signature}"));

    /// <summary>Text and signature of a word; null when it is none.</summary>
    public static (string Text, string Signature)? Open(string secret)
    {
        if (!secret.StartsWith(SessionToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        byte[] bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret[SessionToken.Prefix.Length..], bytes, out int length))
        {
            return null;
        }

        string signed = Encoding.UTF8.GetString(bytes, 0, length);
        int border = signed.IndexOf('|', StringComparison.Ordinal);
        return border < 0 ? null : (signed[..border], signed[(border + 1)..]);
    }
}
