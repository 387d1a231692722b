using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Takes money from the main account back to the wallet.</summary>
[Cmdlet(VerbsCommon.Remove, "ZgDeposit", SupportsShouldProcess = true, DefaultParameterSetName = AmountSet)]
[OutputType(typeof(FundMovement))]
public sealed class RemoveZgDepositCommand : AccountCmdlet
{
    private const string AmountSet = "Amount";
    private const string AllSet = "All";

    /// <summary>How much: <c>3</c> is 3 0G; also <c>'250 gwei'</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AmountSet)]
    public TokenAmount Amount
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>Everything that the main account has free.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    protected override object? CurrentItem => All ? null : Amount.ToString();

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Ledger ledger = await Compute.Ledger.GetAsync(Account.User, cancellationToken)
            ?? throw await new ComputeRefusal(Compute).AccountMissingAsync(Account.User, cancellationToken: cancellationToken);
        TokenAmount amount = All ? ledger.Available : Amount;
        PreparedCall call = Account.PrepareWithdrawal(amount);
        TransactionQuote quote = await call.QuoteAsync(cancellationToken);
        string rest = amount == ledger.Total ? "closing the account" : $"{ledger.Total - amount} stays in the account";
        if (!await ShouldProcessAsync(
            $"{amount} to wallet {Payer}",
            $"Withdraw from the compute account on {Compute.Network} for a fee of about {quote.ExpectedFee}, {rest}"))
        {
            return;
        }

        StartProgress($"Withdrawing {amount}").Report("Sending and confirming", 0, 0);
        PaidCall paid = await call.SendOnceAsync(null, cancellationToken);
        Verbose($"Transaction {paid.Place.Transaction} withdrew {amount}.");
        await EmitAsync(FundMovement.Of(
            FundMovementKind.Withdrawal, amount, Account.User, Account.User, paid, Compute.Network.Name));
    }
}
