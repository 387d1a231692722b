using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The check of a signature as OpenZeppelin's ECDSA makes it: 65 bytes, v of 27 or 28, the lower s.</summary>
internal static class SettlementSignature
{
    private const int Size = 65;

    /// <summary>Whether the signature over the digest is the signer's.</summary>
    public static bool IsFrom(Address signer, Hash256 digest, ReadOnlySpan<byte> signature) =>
        signature.Length == Size
        && signature[^1] is 27 or 28
        && Secp256k1Signature.TryParse(signature, out Secp256k1Signature parsed)
        && SignatureRecovery.TryRecover(digest, parsed, out Address recovered)
        && recovered == signer;
}
