using System.Management.Automation;
using ZeroG.Chain;

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

    protected override string? StopAdvice =>
        "Stopped. A transaction that was sent may still be mined: look with Get-ZgAccount before you run the command again.";

    private protected override TokenAmount? FeeLimit => MyInvocation.BoundParameters.ContainsKey(nameof(MaxFee)) ? MaxFee : null;
}
