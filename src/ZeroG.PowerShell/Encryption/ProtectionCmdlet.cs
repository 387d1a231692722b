using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Storage;
using ZeroG.PowerShell.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Encryption;

/// <summary>A cmdlet that makes encrypted files of plain ones or the other way, without any network.</summary>
public abstract class ProtectionCmdlet : LocalFileCmdlet
{
    /// <summary>What encrypted files are called by default, after the name of the plain one.</summary>
    private protected const string Suffix = ".enc";

    private string? _destination;

    /// <summary>A folder or a file name; beside each file when omitted.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>A key of 32 bytes, as 64 hex digits: a SecureString, <c>secret:Name</c> or <c>env:NAME</c>.</summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    /// <summary>A file that holds such a key, as hex or as it is.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EncryptionKeyPath { get; set; }

    /// <summary>The wallet whose key pair is used; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Wallet { get; set; }

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>Overwrites a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The key that was given; null for none.</summary>
    private protected SymmetricKey? Key { get; private set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _destination = Destination is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));
        Key = await OpenKeyAsync(EncryptionKey, EncryptionKeyPath, cancellationToken);
    }

    /// <summary>The wallet that was named, or the session's; null without one.</summary>
    private protected Task<Wallet?> FindWalletAsync(CancellationToken cancellationToken) =>
        FindWalletAsync(Wallet, Session.Network ?? NetworkCatalog.Mainnet, Password, cancellationToken);

    /// <summary>The files that were written so far.</summary>
    private protected WrittenTargets Written { get; } = new();

    /// <summary>Where the result of a file goes.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">Name of the result in a folder.</param>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>: another file of the input went there.</exception>
    private protected DownloadTarget TargetOf(FileSource source, string name)
    {
        string destination = _destination ?? System.IO.Path.GetDirectoryName(source.Path)
            ?? SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        DownloadTarget target = DownloadTarget.Find(
            destination, _destination is null || DownloadTarget.IsFolderText(Destination!), name,
            nameFromPipeline: MyInvocation.ExpectingInput && source.Path is not null);
        Written.Check(target.Path);
        return target;
    }
}
