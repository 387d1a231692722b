using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Settlement;

/// <summary>
/// What a user owes a fine-tuning provider for one task, and the key to what it made: the message that the TEE signs and the contract pays.
/// </summary>
/// <param name="Id">The task, which is also the deliverable.</param>
/// <param name="EncryptedSecret">The sealed model key; empty when the user has not acknowledged the delivery.</param>
/// <param name="ModelRootHash">As it was delivered.</param>
/// <param name="Nonce">Above that of the last settlement of the two.</param>
/// <param name="TaskFee">The whole fee; without acknowledgement the contract pays the penalty share of it.</param>
/// <param name="User">Who pays.</param>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningServing.sol, <c>VerifierMessage</c>.</remarks>
public sealed record FineTuningSettlement(
    string Id, byte[] EncryptedSecret, byte[] ModelRootHash, BigInteger Nonce, TokenAmount TaskFee, Address User)
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

    /// <summary>The message, whose digest is signed; it counts for one contract on one chain.</summary>
    public TypedData Message(ulong chainId, Address contract)
    {
        TypedDataDomain domain = new()
        {
            Name = "0G Fine-Tuning Serving", Version = "1", ChainId = chainId, VerifyingContract = contract,
        };
        Dictionary<string, object?> values = new()
        {
            ["id"] = Id, ["encryptedSecret"] = EncryptedSecret, ["modelRootHash"] = ModelRootHash, ["nonce"] = Nonce,
            ["taskFee"] = TaskFee.Wei, ["user"] = User,
        };
        return TypedData.Create(domain, Types, PrimaryType, values);
    }

    /// <summary>The argument of <see cref="FineTuningContract.SettleFees"/>.</summary>
    /// <param name="signature">r‖s‖v over the digest of <see cref="Message"/>, 65 bytes, v being 27 or 28.</param>
    public object?[] ToAbi(byte[] signature) => [Id, EncryptedSecret, ModelRootHash, Nonce, signature, TaskFee.Wei, User];
}
