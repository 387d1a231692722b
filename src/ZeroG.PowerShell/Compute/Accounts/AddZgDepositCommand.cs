using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Pays from the wallet into a compute account, which a first deposit opens.</summary>
[Cmdlet(VerbsCommon.Add, "ZgDeposit", SupportsShouldProcess = true)]
[OutputType(typeof(FundMovement))]
public sealed class AddZgDepositCommand : AccountCmdlet
{
    /// <summary>How much: <c>3</c> is 3 0G; also <c>'250 gwei'</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public TokenAmount Amount
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Whose account to pay into; the wallet's own when omitted. Only its owner can take the money out again.</summary>
    [Parameter]
    [ValidateNotNull]
    public GivenAddress? Recipient { get; set; }

    /// <summary>
    /// Names the deposit, for example an order number. With a reference it is made once: given again, it is looked up.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    [ValidateLength(1, TransactionJournal.LongestReference)]
    public string? Reference { get; set; }

    private protected override bool TakesReference => true;

    protected override object? CurrentItem => Recipient?.ToString() ?? Amount.ToString();

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Address user = Recipient?.Read() ?? Account.User;
        PreparedCall call = Account.PrepareDeposit(Amount, user == Account.User ? null : user);
        string action = await DescribeAsync(
            call, Reference, fee => $"Deposit on {Compute.Network} for a fee of about {fee}, from {Payer}", cancellationToken);
        if (!await ShouldProcessAsync($"{Amount} to the compute account of {user}", action)
            || (user != Account.User && !await ShouldContinueAsync(
                $"{Amount} goes to the account of {user}, and only its owner can take it out again. Deposit it?",
                "Account of somebody else")))
        {
            return;
        }

        StartProgress($"Depositing {Amount}").Report("Sending and confirming", 0, 0);
        PaidCall paid = await call.SendOnceAsync(Reference, cancellationToken);
        Verbose($"Transaction {paid.Place.Transaction} deposited {Amount}{(paid.AlreadySent ? "; it was sent earlier" : "")}.");
        await EmitAsync(FundMovement.Of(FundMovementKind.Deposit, Amount, Account.User, user, paid, Compute.Network.Name) with
        {
            Reference = Reference,
        });
    }
}
