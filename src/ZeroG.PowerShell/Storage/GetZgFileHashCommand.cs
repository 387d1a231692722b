using System.Management.Automation;
using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Storage;

/// <summary>Computes the storage roots of local files, without any network.</summary>
[Cmdlet(VerbsCommon.Get, "ZgFileHash", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileHash))]
public sealed class GetZgFileHashCommand : LocalFileCmdlet
{
    private protected override async Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken)
    {
        PipelineProgress progress = StartProgress($"Hashing {file.Name}");
        await EmitAsync(await FileHash.ComputeAsync(file, progress.Bytes("Hashing", file.Size), cancellationToken));
    }
}
