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

    protected override object? CurrentItem => Recipient?.ToString() ?? Amount.ToString();

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Address user = Recipient?.Read() ?? Account.User;
        PreparedCall call = Account.PrepareDeposit(Amount, user == Account.User ? null : user);
        TransactionQuote quote = await call.QuoteAsync(cancellationToken);
        string action = $"Deposit on {Compute.Network} for a fee of about {quote.ExpectedFee}, from {Payer}";
        if (!await ShouldProcessAsync($"{Amount} to the compute account of {user}", action)
            || (user != Account.User && !await ShouldContinueAsync(
                $"{Amount} goes to the account of {user}, and only its owner can take it out again. Deposit it?",
                "Account of somebody else")))
        {
            return;
        }

        StartProgress($"Depositing {Amount}").Report("Sending and confirming", 0, 0);
        TransactionReceipt receipt = await call.SendAsync(cancellationToken);
        Verbose($"Transaction {receipt.TransactionHash} deposited {Amount}.");
        await EmitAsync(FundMovement.Of(FundMovementKind.Deposit, Amount, user, receipt, Compute.Network.Name));
    }
}
