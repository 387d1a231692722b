using ZeroG.Chain.Transactions;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>
/// A settlement that was signed and may be on its way: until its fate is known, nothing else is signed for the same requests, and it is
/// sent again byte for byte, or at the same nonce with a higher fee.
/// </summary>
/// <param name="Versions">The signed call, first as it was sent first and last with the highest fee; at most one is ever mined.</param>
/// <param name="Items">What it settles.</param>
internal sealed record SettlementBatch(IReadOnlyList<SentTransaction> Versions, IReadOnlyList<SettlementItem> Items)
{
    /// <summary>The version that was signed last.</summary>
    public SentTransaction Newest => Versions[^1];

    /// <summary>The same with a version more.</summary>
    public SettlementBatch Raised(SentTransaction version) => this with { Versions = [.. Versions, version] };
}
