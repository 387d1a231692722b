using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Compute.Settlement;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>Reads the settlements that providers send, and checks their signatures.</summary>
internal static class SignedFee
{
    private const int SignatureSize = 65;

    /// <summary>Reads the inference contract's struct TEESettlementData.</summary>
    public static (InferenceSettlement Terms, byte[] Signature) ReadInference(object?[] fields)
    {
        InferenceSettlement terms = new(
            (Hash256)fields[3]!, (BigInteger)fields[4]!, (Address)fields[1]!, (Address)fields[0]!, new TokenAmount((BigInteger)fields[2]!));
        return (terms, (byte[])fields[5]!);
    }

    /// <summary>Reads the fine-tuning contract's struct VerifierInput.</summary>
    public static (FineTuningSettlement Terms, byte[] Signature) ReadFineTuning(object?[] fields)
    {
        FineTuningSettlement terms = new(
            (string)fields[0]!, (byte[])fields[1]!, (byte[])fields[2]!, (BigInteger)fields[3]!, new TokenAmount((BigInteger)fields[5]!),
            (Address)fields[6]!);
        return (terms, (byte[])fields[4]!);
    }

    /// <summary>
    /// Whether a signature is the signer's, checked as OpenZeppelin's ECDSA does: 65 bytes, v of 27 or 28, the lower s.
    /// </summary>
    public static bool IsFrom(Address signer, TypedData message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize
        && signature[^1] is 27 or 28
        && Secp256k1Signature.TryParse(signature, out Secp256k1Signature parsed)
        && SignatureRecovery.TryRecover(message.Digest, parsed, out Address recovered)
        && recovered == signer;
}
