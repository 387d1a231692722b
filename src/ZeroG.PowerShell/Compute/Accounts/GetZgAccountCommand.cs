using System.Management.Automation;
using ZeroG.Compute.Accounts;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Tells what users have in wallet, main account and sub-accounts, and which refunds wait for how long.</summary>
[Cmdlet(VerbsCommon.Get, "ZgAccount")]
[OutputType(typeof(AccountOverview))]
public sealed class GetZgAccountCommand : ComputeCmdlet
{
    /// <summary>Users; that of the wallet when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User")]
    [ValidateNotNullOrEmpty]
    [ByValue]
    public GivenAddress[]? Address { get; set; }

    protected override object? CurrentItem => Address is [var only] ? only.ToString() : null;

    private protected override bool NeedsWallet => false;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Address is null)
        {
            await EmitAsync(await AccountOverview.ReadAsync(Compute, RequireUser(), cancellationToken));
            return;
        }

        foreach (GivenAddress user in Address)
        {
            await TryItemAsync(
                user.ToString(), async () => await EmitAsync(await AccountOverview.ReadAsync(Compute, user.Read(), cancellationToken)));
        }
    }
}
