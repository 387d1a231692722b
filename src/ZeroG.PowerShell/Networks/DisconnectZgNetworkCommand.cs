using System.Management.Automation;

namespace ZeroG.PowerShell.Networks;

/// <summary>Lets the session mean no network, and clears the key of its wallet.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ZgNetwork")]
[OutputType(typeof(void))]
public sealed class DisconnectZgNetworkCommand : ZgCmdlet
{
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        Session.Disconnect();
        return Task.CompletedTask;
    }
}
