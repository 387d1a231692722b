using System.Management.Automation;
using ZeroG.Chain.Networks;
using ZeroG.PowerShell.Session;

namespace ZeroG.PowerShell.Networks;

/// <summary>Lists the networks that can be named, or tells which one the session means.</summary>
[Cmdlet(VerbsCommon.Get, "ZgNetwork", DefaultParameterSetName = "Name")]
[OutputType(typeof(Network))]
public sealed class GetZgNetworkCommand : ZgCmdlet
{
    /// <summary>Names, wildcards allowed; all networks when omitted.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The network that the session is connected to.</summary>
    [Parameter(ParameterSetName = "Current", Mandatory = true)]
    public SwitchParameter Current { get; set; }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Current)
        {
            await EmitAsync(Session.RequireNetwork());
            return;
        }

        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                await TryItemAsync(name, () => EmitAsync(Session.Find(name)));
                continue;
            }

            // A running DevNet is in no file, but it is a network that the session can name.
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            foreach (Network network in Session.AtHand().Concat(new NetworkCatalog().List())
                .DistinctBy(network => network.Name, StringComparer.OrdinalIgnoreCase))
            {
                if (pattern.IsMatch(network.Name))
                {
                    await EmitAsync(network);
                }
            }
        }
    }
}
