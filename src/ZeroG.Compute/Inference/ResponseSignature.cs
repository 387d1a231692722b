using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The document that a provider keeps for an answer under its chat id. Its <c>signing_address</c> is what the server says of itself and
/// decides nothing: who has to have signed stands on the chain.
/// </summary>
/// <param name="Text">What was signed; see <see cref="ResponseText"/>.</param>
/// <param name="Signature">65 bytes in hex.</param>
/// <param name="SigningAddress">The signer in the server's words.</param>
/// <param name="SigningAlgo">Always <c>ecdsa</c>.</param>
/// <param name="ProviderType">Of a centralised provider; null otherwise.</param>
/// <param name="ProviderIdentity">Of a centralised provider; null otherwise.</param>
/// <param name="CertificateHash">Of a centralised provider; null otherwise.</param>
public sealed record ResponseSignature(
    string Text, string Signature, string SigningAddress, string SigningAlgo = "ecdsa",
    string? ProviderType = null, string? ProviderIdentity = null, string? CertificateHash = null)
{
    /// <summary>Signs a text, as a provider does.</summary>
    public static ResponseSignature Sign(ResponseText text, Wallet signer)
    {
        string signed = text.ToString();
        string[] origin = text.Origin?.Split(':') ?? [];
        return new ResponseSignature(
            signed, Hex.ToHex(signer.SignMessage(System.Text.Encoding.UTF8.GetBytes(signed))), signer.Address.ToString(),
            ProviderType: origin.ElementAtOrDefault(0), ProviderIdentity: origin.ElementAtOrDefault(1),
            CertificateHash: origin.ElementAtOrDefault(2));
    }

    /// <summary>Reads the document; null when text or signature is missing.</summary>
    public static ResponseSignature? Parse(string json) =>
        LenientJson.ParseObject(json) is { } document
        && document.Text("text") is { } text && document.Text("signature") is { } signature
            ? new ResponseSignature(
                text, signature, document.Text("signing_address") ?? "", document.Text("signing_algo") ?? "",
                document.Text("provider_type"), document.Text("provider_identity"), document.Text("tls_cert_fingerprint"))
            : null;

    /// <summary>Writes the document.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("text", Text);
        writer.WriteString("signature", Signature);
        writer.WriteString("signing_address", SigningAddress);
        writer.WriteString("signing_algo", SigningAlgo);
        WriteOptional(writer, "provider_type", ProviderType);
        WriteOptional(writer, "provider_identity", ProviderIdentity);
        WriteOptional(writer, "tls_cert_fingerprint", CertificateHash);
        writer.WriteEndObject();
    }

    /// <summary>Whose key signed the text; null when the signature is none.</summary>
    public Address? Recover() =>
        Hex.TryParseBytes(Signature, out byte[]? bytes) && Secp256k1Signature.TryParse(bytes, out Secp256k1Signature signature)
        && PersonalMessage.TryRecover(System.Text.Encoding.UTF8.GetBytes(Text), signature, out Address signer)
            ? signer
            : null;

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
