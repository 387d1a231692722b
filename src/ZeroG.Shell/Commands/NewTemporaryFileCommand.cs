using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>A new empty file in the system's temporary folder.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryFile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewTemporaryFileCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        if (ShouldProcess(Path.GetTempPath(), "Create file"))
        {
            WriteObject(new FileInfo(Path.GetTempFileName()));
        }
    }
}
