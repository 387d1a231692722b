using System.Management.Automation;
using System.Security;
using ZeroG.Chain.Wallets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Makes a wallet with a new random key and keeps it under a password.</summary>
[Cmdlet(VerbsCommon.New, "ZgWallet", SupportsShouldProcess = true)]
[OutputType(typeof(StoredWallet))]
public sealed class NewZgWalletCommand : ZgCmdlet
{
    /// <summary>Name of the wallet.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The password; asked for when the host is interactive.</summary>
    [Parameter]
    public SecureString? Password { get; set; }

    protected override object? CurrentItem => Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        WalletStore store = new();
        if (!await ShouldProcessAsync($"{Name} in {store.Folder}", "Create wallet"))
        {
            return;
        }

        SecureString password = await SecretAsync(Password, $"New password of wallet '{Name}'", nameof(Password));
        SecretText.Use(password, text =>
        {
            using Wallet open = store.Create(Name, text);
            return open.Address;
        });
        await EmitAsync(store.Find(Name));
    }
}
