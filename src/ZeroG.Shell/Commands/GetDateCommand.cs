using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Now.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
[OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter]
    public string? Format { get; set; }

    protected override void ProcessRecord() =>
        WriteObject(Format is null ? DateTime.Now : DateTime.Now.ToString(Format, System.Globalization.CultureInfo.CurrentCulture));
}
