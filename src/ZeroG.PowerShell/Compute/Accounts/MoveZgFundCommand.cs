using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Moves money from the main account to the sub-account with a provider, which a first transfer opens.</summary>
[Cmdlet(VerbsCommon.Move, "ZgFund", SupportsShouldProcess = true)]
[OutputType(typeof(FundMovement))]
public sealed class MoveZgFundCommand : AccountCmdlet
{
    /// <summary>The provider.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FundTargetCompleter))]
    [ValidateNotNull]
    [ByProvider]
    public GivenAddress Provider { get; set; } = null!;

    /// <summary>How much: <c>1</c> is 1 0G; also <c>'250 gwei'</c>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public TokenAmount Amount
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>What the money is for; money for one service does not count for the other.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public ServiceKind Service
    {
        get => Kept<ServiceKind>();
        set => Keep(value);
    }

    /// <summary>
    /// Names the transfer, for example an order number. With a reference it is made once: given again, it is looked up.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrWhiteSpace]
    [ValidateLength(1, TransactionJournal.LongestReference)]
    public string? Reference { get; set; }

    private protected override bool TakesReference => true;

    protected override object? CurrentItem => Provider?.ToString();

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Address provider = Provider.Read();
        PreparedCall call = await Account.PrepareTransferAsync(Service, provider, Amount, cancellationToken);
        bool isEarlier = call.FindEarlier(Reference) is not null;
        SubAccount? before = await Compute.Serving(Service).FindAccountAsync(Account.User, provider, cancellationToken);
        TokenAmount pending = before?.PendingRefund ?? TokenAmount.Zero;
        TokenAmount cancelled = isEarlier ? TokenAmount.Zero : Amount < pending ? Amount : pending;
        string name = ServiceKinds.NameOf(Service);
        string source = cancelled.IsZero ? "" : $", {cancelled} of it from refunds that are cancelled";
        if (!await ShouldProcessAsync(
            $"{Amount} to the {name} {(before is null ? "sub-account, a new one," : "sub-account")} with {provider}",
            await DescribeAsync(
                call, Reference, fee => $"Move from the main account on {Compute.Network}{source} for a fee of about {fee}, from {Payer}",
                cancellationToken)))
        {
            return;
        }

        StartProgress($"Moving {Amount} to {provider}").Report("Sending and confirming", 0, 0);
        PaidCall paid = await call.SendOnceAsync(Reference, cancellationToken);
        Verbose($"Transaction {paid.Place.Transaction}{(paid.AlreadySent ? ", sent earlier," : "")} moved {Amount} to the {name} sub-account with {provider}{source}.");
        await EmitAsync(FundMovement.Of(FundMovementKind.Transfer, Amount, Account.User, provider, paid, Compute.Network.Name) with
        {
            Reference = Reference,
            Service = Service,
            Provider = provider,
            Cancelled = cancelled,
        });
    }
}
