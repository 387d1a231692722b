using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ZeroG.Shell.Commands;

/// <summary>Objects as a table.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => EngineFormatting.UseShape(this, "Table");
}
