using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Signing;

/// <summary>Finds out who signed.</summary>
public static class SignatureRecovery
{
    /// <summary>The address whose key made the signature over a hash; false when there is none.</summary>
    /// <param name="hash">The signed hash: of a transaction, a personal message or typed data.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="address">The signer.</param>
    /// <param name="requireLowS">Refuse the second valid form of a signature, as chains do (EIP-2).</param>
    public static bool TryRecover(Hash256 hash, Secp256k1Signature signature, out Address address, bool requireLowS = true)
    {
        bool recovered = Secp256k1.TryRecover(hash.Bytes, signature, out byte[]? publicKey, requireLowS);
        address = recovered ? Address.FromPublicKey(publicKey) : default;
        return recovered;
    }
}
