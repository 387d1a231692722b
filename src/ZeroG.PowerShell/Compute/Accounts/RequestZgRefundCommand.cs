using System.Management.Automation;
using ZeroG.Compute.Accounts;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Asks everything back that is free in sub-accounts; it is locked for a while before it can be collected.</summary>
[Cmdlet(VerbsLifecycle.Request, "ZgRefund", SupportsShouldProcess = true, DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(RefundResult))]
public sealed class RequestZgRefundCommand : RefundCmdlet
{
    private protected override bool IsDue(RefundPlan plan) => !plan.Free.IsZero || !plan.Unlocked.IsZero;

    private protected override void Require(RefundPlan plan) => ComputeAccount.RequireRequestable(plan);

    private protected override string Describe(RefundPlan plan) =>
        plan.Free.IsZero ? $"Collect {plan.Unlocked} into the main account of {Payer}"
        : $"Ask for the {plan.Free} that are free there, from {Payer}"
            + (plan.Unlocked.IsZero ? "" : $", and collect {plan.Unlocked} asked for earlier");

    private protected override IAsyncEnumerable<RefundResult> SendAsync(
        IReadOnlyList<RefundPlan> plans, CancellationToken cancellationToken) => Account.RequestRefundAsync(plans, cancellationToken);
}
