using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>An error that ends nothing by itself.</summary>
[Cmdlet(VerbsCommunications.Write, "Error")]
public sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Message { get; set; } = "";

    [Parameter]
    public string ErrorId { get; set; } = "Microsoft.PowerShell.Commands.WriteErrorException";

    [Parameter]
    public ErrorCategory Category { get; set; }

    [Parameter]
    public object? TargetObject { get; set; }

    protected override void ProcessRecord() => WriteError(new ErrorRecord(new RuntimeException(Message), ErrorId, Category, TargetObject));
}
