using System.Management.Automation;
using ZeroG.Chain.Networks;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;

namespace ZeroG.PowerShell.Networks;

/// <summary>Forgets networks of the user's own.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "ZgNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterZgNetworkCommand : ZgCmdlet
{
    /// <summary>Names of registered networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ByName]
    [ArgumentCompleter(typeof(RegisteredNetworkCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        NetworkCatalog catalog = new();
        foreach (string name in Name)
        {
            await TryItemAsync(name, async () =>
            {
                Network network = catalog.GetOwn(name);
                if (await ShouldProcessAsync($"{network.Name} (chain {network.ChainId}) in {catalog.FilePath}", "Unregister network"))
                {
                    await catalog.RemoveAsync(network.Name, cancellationToken);
                    if (network.Name.Equals(Session.Network?.Name, StringComparison.OrdinalIgnoreCase))
                    {
                        Warn($"This session stays connected to '{network.Name}' until Disconnect-ZgNetwork. No later one can be.");
                    }
                }
            });
        }
    }
}
