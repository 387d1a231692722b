using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>A cmdlet that moves money between wallet, main account and sub-accounts.</summary>
public abstract class AccountCmdlet : ComputeCmdlet
{
    /// <summary>The most that the fee of each transaction may be; no limit when omitted.</summary>
    [Parameter]
    public TokenAmount MaxFee
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    protected override string? StopAdvice => TakesReference
        ? "Stopped. A transaction that was sent may still be mined. With a -Reference the same command goes on with it; without one look "
            + "with Get-ZgAccount before you run it again."
        : "Stopped. A transaction that was sent may still be mined: look with Get-ZgAccount before you run the command again.";

    private protected override TokenAmount? FeeLimit => MyInvocation.BoundParameters.ContainsKey(nameof(MaxFee)) ? MaxFee : null;

    /// <summary>What is about to be done, for the confirmation. What was signed earlier is not tried out anew: it may have been paid, and
    /// the money be gone.</summary>
    private protected async Task<string> DescribeAsync(
        PreparedCall call, string? reference, Func<TokenAmount, string> describe, CancellationToken cancellationToken) =>
        call.FindEarlier(reference) is { } earlier
            ? $"Look up or send again what was signed as '{reference}', transaction {earlier.Hash}, from {Payer}"
            : describe((await call.QuoteAsync(cancellationToken)).ExpectedFee);
}
