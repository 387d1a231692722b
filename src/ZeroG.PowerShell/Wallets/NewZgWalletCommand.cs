using System.Management.Automation;
using System.Security;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Secrets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Makes a wallet with a new random key and keeps it under a password.</summary>
[Cmdlet(VerbsCommon.New, "ZgWallet", SupportsShouldProcess = true)]
[OutputType(typeof(StoredWallet))]
[OutputType(typeof(NewPhraseWallet))]
public sealed class NewZgWalletCommand : ZgCmdlet
{
    /// <summary>Name of the wallet.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Makes the key from a new recovery phrase of so many words, and emits the phrase once as a SecureString.</summary>
    [Parameter]
    [ValidateSet("12", "15", "18", "21", "24")]
    public int WordCount { get; set; }

    /// <summary>The password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    protected override object? CurrentItem => Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        WalletAccess.ThrowIfKeyOfKept(Name);
        WalletStore store = new();
        store.ThrowIfTaken(Name);
        if (!await ShouldProcessAsync($"{Name} in {store.Folder}", "Create wallet"))
        {
            return;
        }

        SecureString password = await NewPasswordAsync(Password, $"New password of wallet '{Name}'", nameof(Password));
        await EmitAsync(WordCount > 0
            ? await Task.Run(() => CreateFromPhrase(store, password), cancellationToken)
            : await Task.Run(() => Create(store, password), cancellationToken));
    }

    private StoredWallet? Create(WalletStore store, SecureString password)
    {
        SecretText.Use(password, text =>
        {
            using Wallet open = store.Create(Name, text);
            return open.Address;
        });
        return store.Find(Name);
    }

    private NewPhraseWallet CreateFromPhrase(WalletStore store, SecureString password)
    {
        using RecoveryPhrase phrase = RecoveryPhrase.Create(WordCount);
        using HdKey root = HdKey.FromPhrase(phrase);
        using HdKey key = root.Derive(HdKey.AccountPath(0));
        using Wallet wallet = key.ToWallet(Name);
        StoredWallet kept = SecretText.Use(password, text => store.Import(Name, wallet, text));
        return new NewPhraseWallet(kept, SecretText.Read(phrase.CopyTo, phrase.Length, SecretText.Secure));
    }
}
