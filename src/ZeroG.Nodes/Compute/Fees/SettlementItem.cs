using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>One user's part of a settlement that was signed.</summary>
/// <param name="User">Who pays.</param>
/// <param name="Nonce">The settlement's number.</param>
/// <param name="TotalFee">How much.</param>
/// <param name="Requests">Ids of the requests that it pays for, in their order.</param>
internal sealed record SettlementItem(Address User, BigInteger Nonce, TokenAmount TotalFee, IReadOnlyList<string> Requests);
