using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Settlement;

/// <summary>What a user owes an inference provider for a number of requests: what the TEE signs and the contract pays.</summary>
/// <param name="RequestsHash">See <see cref="SettledRequests.Hash"/>.</param>
/// <param name="Nonce">Above that of the last settlement of the two; see <see cref="SettledRequests.NonceAt"/>.</param>
/// <param name="Provider">Who is paid.</param>
/// <param name="User">Who pays.</param>
/// <param name="TotalFee">How much.</param>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol, <c>TEESettlement</c>.</remarks>
public sealed record InferenceSettlement(Hash256 RequestsHash, BigInteger Nonce, Address Provider, Address User, TokenAmount TotalFee)
{
    /// <summary>Most items of one call.</summary>
    public const int MaximumPerCall = 50;

    private const string PrimaryType = "TEESettlement";

    private static readonly Dictionary<string, IReadOnlyList<TypedDataField>> Types = new()
    {
        [PrimaryType] =
        [
            new("requestsHash", "bytes32"), new("nonce", "uint256"), new("provider", "address"), new("user", "address"),
            new("totalFee", "uint256"),
        ],
    };

    /// <summary>The message, whose digest is signed; it counts for one contract on one chain.</summary>
    public TypedData Message(ulong chainId, Address contract)
    {
        TypedDataDomain domain = new()
        {
            Name = "0G Inference Serving", Version = "1", ChainId = chainId, VerifyingContract = contract,
        };
        Dictionary<string, object?> values = new()
        {
            ["requestsHash"] = RequestsHash, ["nonce"] = Nonce, ["provider"] = Provider, ["user"] = User, ["totalFee"] = TotalFee.Wei,
        };
        return TypedData.Create(domain, Types, PrimaryType, values);
    }

    /// <summary>The item of <see cref="InferenceContract.SettleFeesWithTEE"/> and its preview.</summary>
    /// <param name="signature">r‖s‖v over the digest of <see cref="Message"/>, 65 bytes, v being 27 or 28.</param>
    public object?[] ToAbi(byte[] signature) => [User, Provider, TotalFee.Wei, RequestsHash, Nonce, signature];
}
