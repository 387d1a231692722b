using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Compute.Attestation;

/// <summary>
/// The header with which a provider signs its report: a personal signature over the Keccak-256 of the body, made with the key that the
/// report data names (compute.md §3.1). Without it, whoever stands between could exchange what the quote itself does not cover.
/// </summary>
public static class QuoteSignature
{
    /// <summary>Name of the header.</summary>
    public const string Header = "ZG-Quote-Signature";

    /// <summary>The address that signed; false when the header is no signature.</summary>
    /// <param name="body">The report, byte for byte.</param>
    /// <param name="header">65 bytes as hex.</param>
    /// <param name="signer">Who signed.</param>
    public static bool TryRecover(ReadOnlySpan<byte> body, string header, out Address signer)
    {
        signer = default;
        return Hex.TryParseBytes(header.AsSpan().Trim(), out byte[]? bytes)
            && Secp256k1Signature.TryParse(bytes, out Secp256k1Signature signature)
            && PersonalMessage.TryRecover(Hash256.Keccak(body).Bytes, signature, out signer);
    }

    /// <summary>Signs a report, as a provider does.</summary>
    public static string Sign(ReadOnlySpan<byte> body, Chain.Wallets.Wallet key) => Hex.ToHex(key.SignMessage(Hash256.Keccak(body).Bytes));
}
