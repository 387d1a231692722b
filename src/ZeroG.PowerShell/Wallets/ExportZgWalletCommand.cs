using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Storage;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Copies a wallet's keystore file, or takes a key out of it.</summary>
[Cmdlet(VerbsData.Export, "ZgWallet", DefaultParameterSetName = ToFile, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), ParameterSetName = [ToFile])]
[OutputType(typeof(SecureString), ParameterSetName = [ToSecureString])]
[OutputType(typeof(string), ParameterSetName = [ToPlainText])]
[OutputType(typeof(PublicKey), ParameterSetName = [ToPublicKey])]
public sealed class ExportZgWalletCommand : ZgCmdlet
{
    private const string ToFile = "File";
    private const string ToSecureString = "SecureString";
    private const string ToPlainText = "PlainText";
    private const string ToPublicKey = "PublicKey";

    private readonly WrittenTargets _written = new();

    /// <summary>Name of the wallet.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The copy: a folder, or a file name.</summary>
    [Parameter(ParameterSetName = ToFile, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>A password of its own for the copy; the wallet's stays as it is. The wallet's own when omitted.</summary>
    [Parameter(ParameterSetName = ToFile)]
    [Secret]
    public SecureString? NewPassword { get; set; }

    /// <summary>Overwrites the destination.</summary>
    [Parameter(ParameterSetName = ToFile)]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the private key as a SecureString.</summary>
    [Parameter(ParameterSetName = ToSecureString, Mandatory = true)]
    public SwitchParameter AsSecureString { get; set; }

    /// <summary>Emits the private key as readable text, after a question of its own.</summary>
    [Parameter(ParameterSetName = ToPlainText, Mandatory = true)]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Emits the public key, for which others can encrypt files. It is not secret.</summary>
    [Parameter(ParameterSetName = ToPublicKey, Mandatory = true)]
    public SwitchParameter AsPublicKey { get; set; }

    /// <summary>The wallet's password, needed for all but a plain copy; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    protected override object? CurrentItem => Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        WalletAccess.ThrowIfKeyOfKept(Name);
        WalletStore store = new();
        // Says that there is no such wallet before anything is asked.
        byte[] keystore = store.Export(Name);
        if (ParameterSetName == ToFile)
        {
            await CopyAsync(store, keystore, cancellationToken);
            return;
        }

        if (AsPublicKey)
        {
            using Wallet open = await OpenAsync(store, cancellationToken);
            await EmitAsync(open.PublicKey);
            return;
        }

        string action = AsPlainText ? "Show the private key as readable text" : "Take out the private key";
        if (!await ShouldProcessAsync(Name, action)
            || (AsPlainText && !await ShouldContinueAsync(
                $"Whoever reads the private key of '{Name}' owns the account. Show it?", "Private key as text")))
        {
            return;
        }

        using Wallet wallet = await OpenAsync(store, cancellationToken);
        if (AsPlainText)
        {
            await EmitAsync(SecretText.Read(wallet.ExportKey, PrivateKeyText.Length, text => new string(text)));
        }
        else
        {
            await EmitAsync(SecretText.Read(wallet.ExportKey, PrivateKeyText.Length, SecretText.Secure));
        }
    }

    private async Task CopyAsync(WalletStore store, byte[] keystore, CancellationToken cancellationToken)
    {
        string path = TargetOf(
            await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination)), Path.GetFileName(store.Find(Name)!.Path)).Path;
        _written.Check(path);
        if (!await ShouldProcessAsync($"{Name} to {path}", NewPassword is null ? "Copy keystore" : "Copy keystore under a new password"))
        {
            return;
        }

        if (NewPassword is not null)
        {
            SecureString password = await NewPasswordAsync(NewPassword, $"New password of the copy of '{Name}'", nameof(NewPassword));
            using Wallet wallet = await OpenAsync(store, cancellationToken);
            keystore = await Task.Run(() => SecretText.Use(password, text => Keystore.Encrypt(wallet, text)), cancellationToken);
        }

        KeystoreCopy.Write(path, keystore, Force);
        _written.Add(path);
        // By the engine, which adds what its views show of a file, such as its mode, and takes the bare path of a share for one of the
        // location's provider.
        string item = $@"Microsoft.PowerShell.Core\FileSystem::{path}";
        await EmitAsync(await AskAsync(() => InvokeProvider.Item.Get([item], force: true, literalPath: true)[0]));
    }

    // Wallets of a pipeline go into a folder: each of them under one file name would leave the last one alone.
    private DownloadTarget TargetOf(string destination, string name) => DownloadTarget.Find(
        destination, DownloadTarget.IsFolderText(Destination), name, MyInvocation.ExpectingInput);

    private async Task<Wallet> OpenAsync(WalletStore store, CancellationToken cancellationToken)
    {
        SecureString password = await SecretAsync(Password, $"Password of wallet '{Name}'", nameof(Password));
        return await Task.Run(() => SecretText.Use(password, text => store.Open(Name, text)), cancellationToken);
    }
}
