using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Storage;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Encryption;

/// <summary>Encrypts local files, in the form in which the network keeps them.</summary>
[Cmdlet(VerbsSecurity.Protect, "ZgFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ProtectedFile))]
public sealed class ProtectZgFileCommand : ProtectionCmdlet
{
    private EncryptionKey? _key;
    private string _reader = "";

    /// <summary>The public key of the one who shall read the files, 33, 64 or 65 bytes of hex; the wallet's own when omitted.</summary>
    [Parameter]
    [Alias("RecipientPubKey")]
    [ValidateNotNull]
    public PublicKey? RecipientPublicKey
    {
        get => Kept<PublicKey>();
        set => Keep(value);
    }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        EncryptionChoice.Check(EncryptionKey, EncryptionKeyPath, RecipientPublicKey, Wallet);
        await base.BeginAsync(cancellationToken);
        Wallet? wallet = Key is null && RecipientPublicKey is null ? await FindWalletAsync(cancellationToken) : null;
        (_key, _reader) = EncryptionChoice.Make(Key, RecipientPublicKey, sender: null, wallet);
    }

    private protected override async Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken)
    {
        DownloadTarget target = await AskAsync(() => TargetOf(file, file.Name + Suffix));
        if (await ShouldProcessAsync(target.Path, $"Encrypt {file.Path ?? file.Name} {_reader}"))
        {
            target.MakeFolder();
            IProgress<long> progress = StartProgress($"Encrypting {file.Name}").Bytes("Encrypting", file.Size);
            ProtectedFile written = await FileProtection.ProtectAsync(file, _key!, target.Path, Force, progress, cancellationToken);
            Written.Add(target.Path);
            await EmitAsync(written);
        }
    }
}
