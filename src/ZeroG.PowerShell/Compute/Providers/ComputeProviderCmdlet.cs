using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>A cmdlet that works on providers, one after the other; a failure with one does not end the others.</summary>
public abstract class ComputeProviderCmdlet : ComputeCmdlet
{
    /// <summary>Addresses of providers, or what Get-ZgProvider emits.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ByProvider]
    public GivenAddress[] Provider { get; set; } = [];

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (GivenAddress given in Provider)
        {
            await TryItemAsync(given.ToString(), () => ProcessAsync(given.Read(), cancellationToken));
        }
    }

    /// <summary>Works on one provider.</summary>
    private protected abstract Task ProcessAsync(Address provider, CancellationToken cancellationToken);
}
