using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Encryption;
using ZeroG.PowerShell.Secrets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Storage;

/// <summary>How files are encrypted before they are sent.</summary>
public sealed partial class SendZgFileCommand
{
    private EncryptionKey? _encryption;
    private EncryptionRecords? _records;
    private string _reader = "";

    /// <summary>Encrypts each file for the wallet that pays, so that it alone can decrypt.</summary>
    [Parameter]
    public SwitchParameter Encrypt { get; set; }

    /// <summary>
    /// Encrypts each file with a key of 32 bytes, as 64 hex digits: a SecureString, <c>secret:Name</c> or <c>env:NAME</c>.
    /// </summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    /// <summary>Encrypts each file with such a key from a file, which holds it as hex or as it is.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EncryptionKeyPath { get; set; }

    /// <summary>Encrypts each file for the owner of a public key, 33, 64 or 65 bytes of hex.</summary>
    [Parameter]
    [Alias("RecipientPubKey")]
    [ValidateNotNull]
    public PublicKey? RecipientPublicKey
    {
        get => Kept<PublicKey>();
        set => Keep(value);
    }

    private void CheckEncryption() =>
        EncryptionChoice.Check(EncryptionKey, EncryptionKeyPath, RecipientPublicKey, own: Encrypt);

    private async Task OpenEncryptionAsync(Wallet payer, CancellationToken cancellationToken)
    {
        if (!Encrypt && EncryptionKey is null && EncryptionKeyPath is null && RecipientPublicKey is null)
        {
            return;
        }

        SymmetricKey? key = await OpenKeyAsync(EncryptionKey, EncryptionKeyPath, cancellationToken);
        (_encryption, string reader) = EncryptionChoice.Make(key, RecipientPublicKey, sender: payer, own: payer);
        _records = new EncryptionRecords(System.IO.Path.Combine(UserFolder.Path, "uploads", "encrypted"));
        _reader = $", encrypted {reader}";
        Verbose($"Files are encrypted {reader}.");
    }

    /// <summary>Opens a file as it is sent.</summary>
    private Func<FileSource> Encrypted(Func<FileSource> open) =>
        _encryption is null ? open : new EncryptedFile(open, _encryption, _records!).Open;

    /// <summary>Bytes of a file as it is stored.</summary>
    private long StoredSize(long size) => size + (_encryption?.HeaderSize ?? 0);
}
