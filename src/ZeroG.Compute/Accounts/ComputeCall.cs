using ZeroG.Chain;

namespace ZeroG.Compute.Accounts;

/// <summary>What was asked of a contract, for the words of a refusal.</summary>
/// <param name="Action">What the user was about to do.</param>
/// <param name="User">In whose name.</param>
/// <param name="Service">The market; null for the main account.</param>
/// <param name="Providers">The providers; empty for the main account.</param>
/// <param name="Amount">How much.</param>
/// <param name="DeliverableId">The trained model; null for none.</param>
public sealed record ComputeCall(
    ComputeAction Action, Address User, ServiceKind? Service = null, IReadOnlyList<Address>? Providers = null, TokenAmount Amount = default,
    string? DeliverableId = null);
