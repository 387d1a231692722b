using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ZeroG.Shell.Commands;

/// <summary>Objects as a list of properties.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => EngineFormatting.UseShape(this, "List");
}
