using System.Management.Automation;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Deletes a kept wallet. Without a copy of the key, what the account holds is lost.</summary>
[Cmdlet(VerbsCommon.Remove, "ZgWallet", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveZgWalletCommand : ZgCmdlet
{
    /// <summary>Names of wallets.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Array.ForEach(Name, WalletAccess.ThrowIfKeyOfKept);
        WalletStore store = new();
        foreach (string name in Name)
        {
            await TryItemAsync(name, async () =>
            {
                StoredWallet? wallet = store.Find(name);
                if (wallet is null || await ShouldProcessAsync($"{name} ({wallet.Address})", "Delete the key"))
                {
                    store.Remove(name);
                }
            });
        }
    }
}
