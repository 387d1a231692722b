using System.Management.Automation;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>
/// A cmdlet over refunds of sub-accounts. It looks at each sub-account by itself and asks about it, then lets one transaction serve as many
/// of them as the ledger allows.
/// </summary>
public abstract class RefundCmdlet : AccountCmdlet
{
    private protected const string ProviderSet = "Provider";
    private protected const string AllSet = "All";

    private readonly List<RefundPlan> _chosen = [];

    /// <summary>Providers of the sub-accounts.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ProviderSet)]
    [ArgumentCompleter(typeof(SubAccountCompleter))]
    [ValidateNotNullOrEmpty]
    [ByProvider]
    public GivenAddress[] Provider { get; set; } = [];

    /// <summary>The service of the sub-accounts; with -All both when omitted.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ProviderSet)]
    [Parameter(ParameterSetName = AllSet)]
    public ServiceKind Service
    {
        get => Kept<ServiceKind>();
        set => Keep(value);
    }

    /// <summary>All sub-accounts with which there is something to do.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>True when there is something to do with a sub-account.</summary>
    private protected abstract bool IsDue(RefundPlan plan);

    /// <summary>Throws the reason when there is nothing to do.</summary>
    private protected abstract void Require(RefundPlan plan);

    /// <summary>What would be done, for -WhatIf.</summary>
    private protected abstract string Describe(RefundPlan plan);

    /// <summary>Does it.</summary>
    private protected abstract IAsyncEnumerable<RefundResult> SendAsync(
        IReadOnlyList<RefundPlan> plans, CancellationToken cancellationToken);

    protected override void ProcessRecord()
    {
        if (All)
        {
            base.ProcessRecord();
            return;
        }

        foreach (GivenAddress provider in Provider)
        {
            RunItem(provider.ToString(), async cancellationToken =>
            {
                RefundPlan plan = await Account.PlanRefundAsync(Service, provider.Read(), cancellationToken);
                Require(plan);
                await ChooseAsync(plan);
            });
        }
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IEnumerable<ServiceKind> kinds = MyInvocation.BoundParameters.ContainsKey(nameof(Service)) ? [Service] : ServiceKinds.All;
        DateTimeOffset time = await Compute.GetTimeAsync(cancellationToken);
        List<RefundPlan> waiting = [];
        bool any = false;
        foreach (ServiceKind kind in kinds)
        {
            foreach (SubAccount account in await Compute.Serving(kind).GetAccountsAsync(Account.User, cancellationToken))
            {
                RefundPlan plan = new(account, time);
                if (!IsDue(plan))
                {
                    waiting.Add(plan);
                    continue;
                }

                any = true;
                await TryItemAsync(account.Provider, async () =>
                {
                    Require(plan);
                    await ChooseAsync(plan);
                });
            }
        }

        if (!any && waiting.Where(plan => plan.NextUnlock is not null).MinBy(plan => plan.NextUnlock) is { } next)
        {
            Require(next);
        }
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_chosen.Count == 0)
        {
            return;
        }

        StartProgress($"Refunds from {_chosen.Count} sub-accounts").Report("Sending and confirming", 0, 0);
        foreach (IGrouping<ServiceKind, RefundPlan> market in _chosen.GroupBy(plan => plan.Account.Service))
        {
            RefundPlan[] plans = [.. market];
            await TryItemAsync(
                string.Join(", ", plans.Select(plan => plan.Account.Provider)), () => SendAndEmitAsync(plans, cancellationToken));
        }
    }

    private async Task SendAndEmitAsync(RefundPlan[] plans, CancellationToken cancellationToken)
    {
        await foreach (RefundResult result in SendAsync(plans, cancellationToken).WithCancellation(cancellationToken))
        {
            Verbose($"Transaction {result.Transaction} collected {result.Collected} from {result.Provider} and asked for "
                + $"{result.Requested}.");
            if (result.Warning is { } warning)
            {
                Warn(warning);
            }

            await EmitAsync(result);
        }
    }

    private async Task ChooseAsync(RefundPlan plan)
    {
        SubAccount account = plan.Account;
        if (await ShouldProcessAsync(
            $"{ServiceKinds.NameOf(account.Service)} sub-account with {account.Provider} on {Compute.Network}", Describe(plan)))
        {
            _chosen.Add(plan);
        }
    }
}
