using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>What a provider asks of one user, signed by its TEE.</summary>
/// <param name="User">Who pays.</param>
/// <param name="Provider">Who is paid.</param>
/// <param name="Fee">Wei.</param>
/// <param name="RequestsHash">What it is for.</param>
/// <param name="Nonce">Higher than that of the last settlement.</param>
/// <param name="Signature">EIP-712, 65 bytes.</param>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol, struct TEESettlementData and _verifySignature.</remarks>
internal sealed record InferenceSettlement(
    Address User, Address Provider, BigInteger Fee, Hash256 RequestsHash, BigInteger Nonce, byte[] Signature)
{
    private const string PrimaryType = "TEESettlement";

    private static readonly Dictionary<string, IReadOnlyList<TypedDataField>> Types = new()
    {
        [PrimaryType] =
        [
            new("requestsHash", "bytes32"), new("nonce", "uint256"), new("provider", "address"), new("user", "address"),
            new("totalFee", "uint256"),
        ],
    };

    /// <summary>Reads the contract's struct.</summary>
    public static InferenceSettlement Read(object?[] fields) => new(
        (Address)fields[0]!, (Address)fields[1]!, (BigInteger)fields[2]!, (Hash256)fields[3]!, (BigInteger)fields[4]!, (byte[])fields[5]!);

    /// <summary>Whether the signer of the service signed it for this contract on this chain.</summary>
    public bool IsSignedBy(Address signer, Address contract, ulong chainId)
    {
        TypedDataDomain domain = new() { Name = "0G Inference Serving", Version = "1", ChainId = chainId, VerifyingContract = contract };
        TypedData data = TypedData.Create(domain, Types, PrimaryType, new Dictionary<string, object?>
        {
            ["requestsHash"] = RequestsHash, ["nonce"] = Nonce, ["provider"] = Provider, ["user"] = User, ["totalFee"] = Fee,
        });
        return SettlementSignature.IsFrom(signer, data.Digest, Signature);
    }
}
