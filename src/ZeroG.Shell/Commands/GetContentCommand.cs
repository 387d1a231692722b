using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>The lines of a text file, or all of it with -Raw, or its bytes with -AsByteStream.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = Wildcards)]
public sealed class GetContentCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    protected override void Process(string path)
    {
        foreach (string file in Files(path))
        {
            if (AsByteStream)
            {
                WriteObject(File.ReadAllBytes(file), enumerateCollection: !Raw);
            }
            else if (Raw)
            {
                WriteObject(File.ReadAllText(file));
            }
            else
            {
                WriteObject(File.ReadLines(file), enumerateCollection: true);
            }
        }
    }
}
