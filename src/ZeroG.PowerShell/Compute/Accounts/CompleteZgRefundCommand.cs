using System.Management.Automation;
using ZeroG.Compute.Accounts;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Collects refunds whose lock has run out, and leaves free what is free.</summary>
[Cmdlet(VerbsLifecycle.Complete, "ZgRefund", SupportsShouldProcess = true, DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(RefundResult))]
public sealed class CompleteZgRefundCommand : RefundCmdlet
{
    private protected override bool IsDue(RefundPlan plan) => !plan.Unlocked.IsZero;

    private protected override void Require(RefundPlan plan) => ComputeAccount.RequireCollectable(plan);

    private protected override string Describe(RefundPlan plan) =>
        $"Collect {plan.Unlocked} into the main account of {Payer}"
        + (plan.Locked.IsZero ? "" : $"; {plan.Locked} stays locked until {ComputeRefusal.Write(plan.NextUnlock!.Value)} or later")
        + (plan.Free.IsZero ? "" : $"; a second transaction keeps the {plan.Free} free that are free");

    private protected override IAsyncEnumerable<RefundResult> SendAsync(
        IReadOnlyList<RefundPlan> plans, CancellationToken cancellationToken) => Account.CompleteRefundAsync(plans, cancellationToken);
}
