using System.Management.Automation;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>A cmdlet that sends transactions about providers.</summary>
public abstract class PayingProviderCmdlet : ComputeProviderCmdlet
{
    /// <summary>The most that the fee of each transaction may be; no limit when omitted.</summary>
    [Parameter]
    public TokenAmount MaxFee
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    protected override string? StopAdvice =>
        "Stopped. A transaction that was sent may still be mined. The same command goes on where this one ended.";

    private protected override TokenAmount? FeeLimit => MyInvocation.BoundParameters.ContainsKey(nameof(MaxFee)) ? MaxFee : null;
}
