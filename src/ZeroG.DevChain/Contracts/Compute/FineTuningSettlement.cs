using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>What a provider asks for one deliverable, signed by its TEE.</summary>
/// <param name="Id">The deliverable.</param>
/// <param name="EncryptedSecret">The key to the model, encrypted for the user; empty when the user never acknowledged it.</param>
/// <param name="ModelRootHash">Where the model is stored.</param>
/// <param name="Nonce">Higher than that of the last settlement.</param>
/// <param name="Signature">EIP-712, 65 bytes.</param>
/// <param name="Fee">Wei.</param>
/// <param name="User">Who pays.</param>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningVerifier.sol.</remarks>
internal sealed record FineTuningSettlement(
    string Id, byte[] EncryptedSecret, byte[] ModelRootHash, BigInteger Nonce, byte[] Signature, BigInteger Fee, Address User)
{
    private const string PrimaryType = "VerifierMessage";

    private static readonly Dictionary<string, IReadOnlyList<TypedDataField>> Types = new()
    {
        [PrimaryType] =
        [
            new("id", "string"), new("encryptedSecret", "bytes"), new("modelRootHash", "bytes"), new("nonce", "uint256"),
            new("taskFee", "uint256"), new("user", "address"),
        ],
    };

    /// <summary>Reads the contract's struct VerifierInput.</summary>
    public static FineTuningSettlement Read(object?[] fields) => new(
        (string)fields[0]!, (byte[])fields[1]!, (byte[])fields[2]!, (BigInteger)fields[3]!, (byte[])fields[4]!, (BigInteger)fields[5]!,
        (Address)fields[6]!);

    /// <summary>Whether the signer of the service signed it for this contract on this chain.</summary>
    public bool IsSignedBy(Address signer, Address contract, ulong chainId)
    {
        TypedDataDomain domain = new() { Name = "0G Fine-Tuning Serving", Version = "1", ChainId = chainId, VerifyingContract = contract };
        TypedData data = TypedData.Create(domain, Types, PrimaryType, new Dictionary<string, object?>
        {
            ["id"] = Id, ["encryptedSecret"] = EncryptedSecret, ["modelRootHash"] = ModelRootHash, ["nonce"] = Nonce, ["taskFee"] = Fee,
            ["user"] = User,
        });
        return SettlementSignature.IsFrom(signer, data.Digest, Signature);
    }
}
