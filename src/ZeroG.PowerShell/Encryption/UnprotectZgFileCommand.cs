using System.Management.Automation;
using ZeroG.PowerShell.Storage;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Encryption;

/// <summary>Decrypts local files that Protect-ZgFile encrypted, or that were received from the network as they are stored.</summary>
[Cmdlet(VerbsSecurity.Unprotect, "ZgFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ProtectedFile))]
public sealed class UnprotectZgFileCommand : ProtectionCmdlet
{
    private DecryptionKeys? _keys;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        EncryptionChoice.Check(EncryptionKey, EncryptionKeyPath, recipient: null);
        await base.BeginAsync(cancellationToken);
        _keys = new DecryptionKeys(Key, await FindWalletAsync(cancellationToken));
    }

    private protected override async Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken)
    {
        string name = file.Name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && file.Name.Length > Suffix.Length
            ? file.Name[..^Suffix.Length]
            : Destination is null ? file.Name + ".dec" : file.Name;
        DownloadTarget target = await AskAsync(() => TargetOf(file, name));
        if (await ShouldProcessAsync(target.Path, $"Decrypt {file.Path ?? file.Name}"))
        {
            target.MakeFolder();
            IProgress<long> progress = StartProgress($"Decrypting {file.Name}").Bytes("Decrypting", file.Size);
            ProtectedFile written = await FileProtection.UnprotectAsync(file, _keys!, target.Path, Force, progress, cancellationToken);
            Written.Add(target.Path);
            await EmitAsync(written);
        }
    }
}
