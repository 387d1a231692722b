using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Providers;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Says that one trusts the signers of providers, without which they do not serve.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "ZgProvider", SupportsShouldProcess = true)]
[OutputType(typeof(SubAccount))]
public sealed class ConfirmZgProviderCommand : ComputeProviderCmdlet
{
    /// <summary>The market: Inference or FineTuning.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public ServiceKind Service
    {
        get => Kept<ServiceKind>();
        set => Keep(value);
    }

    /// <summary>Opens the sub-account with this much from the main account where there is none; one that exists gets nothing.</summary>
    [Parameter]
    public TokenAmount Amount
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Emits the sub-accounts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool MayOpen => MyInvocation.BoundParameters.ContainsKey(nameof(Amount));

    private protected override async Task ProcessAsync(Address provider, CancellationToken cancellationToken)
    {
        (ServiceKind kind, Address user) = (Service, Account.User);
        ProviderTrust trust = await ProviderTrust.ReadAsync(Compute, kind, user, provider, cancellationToken);
        if (!trust.IsApproved)
        {
            Warn($"The network operator has not approved the signer of {provider}, so that it can neither serve nor be paid.");
        }

        if (trust.Account is null && !MayOpen)
        {
            throw await trust.SubAccountMissingAsync(cancellationToken);
        }

        if (trust.Account is { IsAcknowledged: true })
        {
            Verbose($"{provider} is acknowledged for {ServiceKinds.NameOf(kind)} already.");
        }
        else if (!await ShouldProcessAsync($"{provider} for {ServiceKinds.NameOf(kind)}", Describe(trust)))
        {
            return;
        }
        else
        {
            TransactionReceipt receipt = trust.Account is null
                ? await Account.TransferAsync(kind, provider, Amount, cancellationToken)
                : await Account.AcknowledgeAsync(kind, provider, acknowledged: true, cancellationToken);
            Verbose($"Transaction {receipt.TransactionHash}. The provider notices within about two minutes.");
        }

        if (PassThru)
        {
            await EmitAsync(await Compute.Serving(kind).FindAccountAsync(user, provider, cancellationToken));
        }
    }

    private string Describe(ProviderTrust trust) => trust.Account is null
        ? $"Trust the signer {trust.Signer}, and open a sub-account with {Amount} from the main account of {Payer}"
        : $"Trust the signer {trust.Signer}, by a transaction of {Payer}";
}
