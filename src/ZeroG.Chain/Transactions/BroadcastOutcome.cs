using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Transactions;

/// <summary>What became of handing a transaction over: accepted, refused for certain, or unknown because of a fault on the way.</summary>
/// <param name="Refusal">The node's refusal; then the transaction is nowhere.</param>
/// <param name="Fault">The last fault on the way.</param>
/// <param name="MaybeSent">True when a copy may have arrived in spite of the fault.</param>
internal readonly record struct BroadcastOutcome(JsonRpcException? Refusal, ZeroGException? Fault, bool MaybeSent)
{
    public static BroadcastOutcome Accepted => default;

    public bool IsAccepted => Refusal is null && Fault is null;
}
