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
public sealed class ConfirmZgProviderCommand : PayingProviderCmdlet
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
        else if (!await SendAsync(trust, provider, cancellationToken))
        {
            return;
        }

        if (PassThru)
        {
            await EmitAsync(await Compute.Serving(kind).FindAccountAsync(user, provider, cancellationToken));
        }
    }

    /// <summary>Acknowledges, by a transfer where there is no sub-account; false when it was not to be done.</summary>
    private async Task<bool> SendAsync(ProviderTrust trust, Address provider, CancellationToken cancellationToken)
    {
        string action = $"Trust the signer {trust.Signer}, by a transaction of {Payer}";
        PreparedCall? transfer = null;
        if (trust.Account is null)
        {
            transfer = await Account.PrepareTransferAsync(Service, provider, Amount, cancellationToken);
            TransactionQuote quote = await transfer.QuoteAsync(cancellationToken);
            action = $"Trust the signer {trust.Signer}, and open a sub-account with {Amount} from the main account of {Payer} "
                + $"for a fee of about {quote.ExpectedFee}";
        }

        if (!await ShouldProcessAsync($"{provider} for {ServiceKinds.NameOf(Service)}", action))
        {
            return false;
        }

        StartProgress($"Acknowledging {provider}").Report("Sending and confirming", 0, 0);
        TransactionReceipt receipt = transfer is null
            ? await Account.AcknowledgeAsync(Service, provider, acknowledged: true, cancellationToken)
            : await transfer.SendAsync(cancellationToken);
        Verbose($"Transaction {receipt.TransactionHash}. The provider notices within about two minutes.");
        return true;
    }
}
