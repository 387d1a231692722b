using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Takes back that one trusts the signers of providers. They must hold no money any more.</summary>
[Cmdlet(VerbsSecurity.Revoke, "ZgProvider", SupportsShouldProcess = true)]
[OutputType(typeof(SubAccount))]
public sealed class RevokeZgProviderCommand : PayingProviderCmdlet
{
    /// <summary>The market: Inference or FineTuning.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public ServiceKind Service
    {
        get => Kept<ServiceKind>();
        set => Keep(value);
    }

    /// <summary>Emits the sub-accounts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(Address provider, CancellationToken cancellationToken)
    {
        (ServiceKind kind, Address user) = (Service, Account.User);
        SubAccount account = await Compute.Serving(kind).FindAccountAsync(user, provider, cancellationToken)
            ?? throw await new ComputeRefusal(Compute).SubAccountMissingAsync(kind, user, provider, cancellationToken);
        if (!account.IsAcknowledged)
        {
            Verbose($"{provider} is not acknowledged for {ServiceKinds.NameOf(kind)}.");
        }
        else if (!account.Balance.IsZero)
        {
            throw ComputeRefusal.ProviderHoldsMoney(provider, account.Balance);
        }
        else if (await ShouldProcessAsync(
            $"{provider} for {ServiceKinds.NameOf(kind)}", $"Trust its signer no longer, by a transaction of {Payer}"))
        {
            StartProgress($"Revoking {provider}").Report("Sending and confirming", 0, 0);
            TransactionReceipt receipt = await Account.AcknowledgeAsync(kind, provider, acknowledged: false, cancellationToken);
            Verbose($"Transaction {receipt.TransactionHash}. The provider notices within about two minutes.");
        }
        else
        {
            return;
        }

        if (PassThru)
        {
            await EmitAsync(await Compute.Serving(kind).FindAccountAsync(user, provider, cancellationToken));
        }
    }
}
