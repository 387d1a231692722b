using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.PowerShell.Encryption;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Wallets;
using ZeroG.Storage.Encryption;

namespace ZeroG.PowerShell.Storage;

/// <summary>What files are decrypted with while they are received.</summary>
public sealed partial class ReceiveZgFileCommand
{
    private DecryptionKeys? _keys;
    private bool _warned;

    /// <summary>
    /// Decrypts the files, each by its header: with -EncryptionKey, or with the wallet it was encrypted for. Files that came through the
    /// pipeline with an empty Encryption are not encrypted, and taken as they are.
    /// </summary>
    [Parameter]
    public SwitchParameter Decrypt { get; set; }

    /// <summary>
    /// The key of 32 bytes, as 64 hex digits: a SecureString, <c>secret:Name</c> or <c>env:NAME</c>. Means -Decrypt too.
    /// </summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    /// <summary>A file that holds such a key, as hex or as it is. Means -Decrypt too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EncryptionKeyPath { get; set; }

    /// <summary>The wallet that files were encrypted for; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Wallet { get; set; }

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>How the file was encrypted, usually by the pipeline; empty for a file that is stored as it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Encryption { get; set; }

    private async Task OpenKeysAsync(CancellationToken cancellationToken)
    {
        EncryptionChoice.Check(EncryptionKey, EncryptionKeyPath, recipient: null);
        if (!Decrypt && EncryptionKey is null && EncryptionKeyPath is null)
        {
            return;
        }

        SymmetricKey? key = await OpenKeyAsync(EncryptionKey, EncryptionKeyPath, cancellationToken);
        _keys = new DecryptionKeys(key, await FindWalletAsync(Wallet, Session.Find(Network), Password, cancellationToken));
    }

    /// <summary>The keys for a file; null for one that is taken as it is stored.</summary>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyMismatch</c>: they are not those that it was encrypted with.</exception>
    private DecryptionKeys? KeysFor(Hash256 root)
    {
        bool known = Given(nameof(Encryption));
        if (_keys is null && known && !string.IsNullOrEmpty(Encryption) && !_warned)
        {
            _warned = true;
            Warn($"{Name ?? root.ToString()} is encrypted, and is received as it is stored. Use -Decrypt to get its content.");
        }

        if (known && string.IsNullOrEmpty(Encryption))
        {
            return null;
        }

        _keys?.Check(Encryption ?? "", Name ?? root.ToString());
        return _keys;
    }
}
