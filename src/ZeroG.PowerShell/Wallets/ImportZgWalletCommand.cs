using System.Management.Automation;
using System.Security;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Keeps a key that exists already: from a keystore file, a recovery phrase, an environment variable or as text.</summary>
[Cmdlet(VerbsData.Import, "ZgWallet", DefaultParameterSetName = FromKeystore, SupportsShouldProcess = true)]
[OutputType(typeof(StoredWallet))]
public sealed class ImportZgWalletCommand : ZgCmdlet
{
    private const string FromKeystore = "Keystore";
    private const string FromPrivateKey = "PrivateKey";
    private const string FromPhrase = "Phrase";
    private const string FromPhrasePath = "PhrasePath";
    private const string FromEnvironment = "Environment";

    /// <summary>Name under which it is kept.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>A keystore file of any Ethereum tool (version 3).</summary>
    [Parameter(ParameterSetName = FromKeystore, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>The private key, 64 hex digits.</summary>
    [Parameter(ParameterSetName = FromPrivateKey, Mandatory = true)]
    [Secret]
    public SecureString PrivateKey { get; set; } = new();

    /// <summary>A recovery phrase of 12 to 24 English words.</summary>
    [Parameter(ParameterSetName = FromPhrase, Mandatory = true)]
    [Parameter(ParameterSetName = FromPhrasePath, Mandatory = true)]
    [Alias("Mnemonic")]
    [Secret]
    public SecureString Phrase { get; set; } = new();

    /// <summary>The phrase's own passphrase, the "25th word"; none when omitted.</summary>
    [Parameter(ParameterSetName = FromPhrase)]
    [Parameter(ParameterSetName = FromPhrasePath)]
    [Secret]
    public SecureString? Passphrase { get; set; }

    /// <summary>Which account of the phrase, counted from 0; 0 when omitted.</summary>
    [Parameter(ParameterSetName = FromPhrase)]
    [ValidateRange(0, int.MaxValue)]
    public int Index { get; set; }

    /// <summary>Which key of the phrase, where it lies elsewhere than <c>m/44'/60'/0'/0/Index</c>.</summary>
    [Parameter(ParameterSetName = FromPhrasePath, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string DerivationPath { get; set; } = "";

    /// <summary>Name of an environment variable that holds the private key.</summary>
    [Parameter(ParameterSetName = FromEnvironment, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string EnvironmentVariable { get; set; } = "";

    /// <summary>The password of the keystore file, and of the wallet; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    protected override object? CurrentItem => Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        WalletAccess.ThrowIfKeyOfKept(Name);
        WalletStore store = new();
        store.ThrowIfTaken(Name);
        byte[]? keystore = ParameterSetName == FromKeystore
            ? Keystore.ReadFile(await AskAsync(() => FilePaths.ResolveLiteral(SessionState.Path, LiteralPath)))
            : null;
        if (!await ShouldProcessAsync($"{Name} in {store.Folder}", "Import wallet"))
        {
            return;
        }

        // A keystore shows by itself whether its password is right.
        SecureString password = keystore is not null
            ? await SecretAsync(Password, $"Password of wallet '{Name}'", nameof(Password))
            : await NewPasswordAsync(Password, $"New password of wallet '{Name}'", nameof(Password));
        using Wallet wallet = await OpenAsync(keystore, password, cancellationToken);
        if (password.Length == 0)
        {
            Warn(
                $"Wallet '{Name}' has an empty password, which protects nothing. Export-ZgWallet -NewPassword makes a copy under another, "
                + "which Import-ZgWallet keeps under a new name.");
        }

        await EmitAsync(await Task.Run(() => SecretText.Use(password, text => store.Import(Name, wallet, text)), cancellationToken));
    }

    private async Task<Wallet> OpenAsync(byte[]? keystore, SecureString password, CancellationToken cancellationToken)
    {
        switch (ParameterSetName)
        {
            case FromPrivateKey:
                return SecretText.Use(
                    await SecretAsync(PrivateKey, "The private key", nameof(PrivateKey)), text => PrivateKeyText.Parse(text, Name));
            case FromPhrase or FromPhrasePath:
                return await OpenPhraseAsync(cancellationToken);
            case FromEnvironment:
                return Wallet.FromEnvironment(EnvironmentVariable);
            default:
                return await Task.Run(() => SecretText.Use(password, text => Keystore.Decrypt(keystore, text, Name)), cancellationToken);
        }
    }

    private async Task<Wallet> OpenPhraseAsync(CancellationToken cancellationToken)
    {
        SecureString phrase = await SecretAsync(Phrase, "The recovery phrase", nameof(Phrase));
        SecureString extra = Passphrase is null ? new SecureString() : await SecretAsync(Passphrase, "The passphrase", nameof(Passphrase));
        return await Task.Run(
            () =>
            {
                using RecoveryPhrase words = SecretText.Use(phrase, RecoveryPhrase.Parse);
                using HdKey root = SecretText.Use(extra, text => HdKey.FromPhrase(words, text));
                using HdKey key = root.Derive(ParameterSetName == FromPhrase ? HdKey.AccountPath(Index) : DerivationPath);
                return key.ToWallet(Name);
            },
            cancellationToken);
    }
}
