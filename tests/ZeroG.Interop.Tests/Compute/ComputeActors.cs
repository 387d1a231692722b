using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>Who acts in the scripts, and what the TEEs of providers sign.</summary>
internal static class ComputeActors
{
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
        Hash256 requests = Hash256.Keccak("requests"u8);
        TypedDataField[] fields =
        [
            new("requestsHash", "bytes32"), new("nonce", "uint256"), new("provider", "address"), new("user", "address"),
            new("totalFee", "uint256"),
        ];
        byte[] signature = Sign(signer, "0G Inference Serving", contracts.Inference, "TEESettlement", fields, new()
        {
            ["requestsHash"] = requests, ["nonce"] = nonce, ["provider"] = provider, ["user"] = user, ["totalFee"] = fee,
        });
        return [user, provider, fee, requests, nonce, signature];
    }

    /// <summary>A settlement of fine-tuning with the signature of a TEE.</summary>
    public static object?[] Settlement(
        OfficialCompute contracts, Wallet signer, Address user, string id, byte[] root, byte[] secret, BigInteger fee, BigInteger nonce)
    {
        TypedDataField[] fields =
        [
            new("id", "string"), new("encryptedSecret", "bytes"), new("modelRootHash", "bytes"), new("nonce", "uint256"),
            new("taskFee", "uint256"), new("user", "address"),
        ];
        byte[] signature = Sign(signer, "0G Fine-Tuning Serving", contracts.FineTuning, "VerifierMessage", fields, new()
        {
            ["id"] = id, ["encryptedSecret"] = secret, ["modelRootHash"] = root, ["nonce"] = nonce, ["taskFee"] = fee, ["user"] = user,
        });
        return [id, secret, root, nonce, signature, fee, user];
    }

    private static byte[] Sign(
        Wallet signer, string name, Address contract, string type, TypedDataField[] fields, Dictionary<string, object?> message)
    {
        TypedDataDomain domain = new() { Name = name, Version = "1", ChainId = 31337, VerifyingContract = contract };
        Dictionary<string, IReadOnlyList<TypedDataField>> types = new() { [type] = fields };
        return signer.Sign(TypedData.Create(domain, types, type, message).Digest).ToBytes();
    }
}
