using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Lists the wallets that are kept on this computer, or tells which one the session pays with.</summary>
[Cmdlet(VerbsCommon.Get, "ZgWallet", DefaultParameterSetName = "Name")]
[OutputType(typeof(StoredWallet), ParameterSetName = ["Name"])]
[OutputType(typeof(Wallet), ParameterSetName = ["Current"])]
public sealed class GetZgWalletCommand : ZgCmdlet
{
    /// <summary>Names, wildcards allowed; all wallets when omitted.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The wallet of the session.</summary>
    [Parameter(ParameterSetName = "Current", Mandatory = true)]
    public SwitchParameter Current { get; set; }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Current)
        {
            await EmitAsync(Session.RequireWallet());
            return;
        }

        Array.ForEach(Name, WalletAccess.ThrowIfKeyOfKept);
        WalletStore store = new();
        IReadOnlyList<StoredWallet> wallets = store.List();
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            StoredWallet[] found = [.. wallets.Where(wallet => pattern.IsMatch(wallet.Name))];
            foreach (StoredWallet wallet in found)
            {
                await EmitAsync(wallet);
            }

            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                await ReportAsync(
                    new ZeroGException(
                        "ZgWalletNotFound", ErrorKind.ObjectNotFound,
                        $"There is no wallet '{name}' in {store.Folder}. New-ZgWallet makes one.", name),
                    name);
            }
        }
    }
}
