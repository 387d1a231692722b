using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Settlement;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>Who acts in the scripts, and what the TEEs of providers sign.</summary>
internal static class ComputeActors
{
    private const ulong ChainId = 31337;

    public const string InferenceName = "inference-v1.0";
    public const string FineTuningName = "fine-tuning-v1.0";

    public static Address Owner { get; } = DevelopmentAccounts.Addresses[0];

    public static Address[] Users { get; } = [.. DevelopmentAccounts.Addresses.Skip(1).Take(3)];

    public static Address[] Providers { get; } = [.. DevelopmentAccounts.Addresses.Skip(4).Take(3)];

    /// <summary>Two TEEs, so that one can be replaced by the other.</summary>
    public static Wallet[] Signers { get; } = [DevelopmentAccounts.Open(7), DevelopmentAccounts.Open(8)];

    public static BigInteger Wei(string amount) => TokenAmount.Parse(amount).Wei;

    /// <summary>A service of inference as its provider describes it.</summary>
    public static object?[] InferenceService(Address signer, string model = "model", int price = 1, string info = "{}") =>
        ["chatbot", "http://localhost:3000", model, "TeeML", price, 2 * price, info, signer];

    /// <summary>A service of fine-tuning as its provider describes it.</summary>
    public static object?[] FineTuningService(Address signer, int price = 1, bool occupied = false) =>
        ["http://localhost:3001", new object?[] { 8, 64, 1, 512, "H100" }, price, occupied, new object?[] { "small", "large" }, signer];

    /// <summary>A settlement of inference with the signature of a TEE.</summary>
    public static object?[] Settlement(
        OfficialCompute contracts, Wallet signer, Address user, Address provider, BigInteger fee, BigInteger nonce)
    {
        InferenceSettlement terms = new(Hash256.Keccak("requests"u8), nonce, provider, user, new TokenAmount(fee));
        return terms.ToAbi(signer.Sign(terms.Message(ChainId, contracts.Inference).Digest).ToBytes());
    }

    /// <summary>A settlement of fine-tuning with the signature of a TEE.</summary>
    public static object?[] Settlement(
        OfficialCompute contracts, Wallet signer, Address user, string id, byte[] root, byte[] secret, BigInteger fee, BigInteger nonce)
    {
        FineTuningSettlement terms = new(id, secret, root, nonce, new TokenAmount(fee), user);
        return terms.ToAbi(signer.Sign(terms.Message(ChainId, contracts.FineTuning).Digest).ToBytes());
    }
}
