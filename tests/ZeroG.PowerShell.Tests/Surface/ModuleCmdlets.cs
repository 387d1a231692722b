using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Surface;

/// <summary>The cmdlets of the built module as the engine sees them.</summary>
internal static class ModuleCmdlets
{
    private static readonly Lazy<CmdletInfo[]> All = new(Read);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<CmdletInfo> List => All.Value;

    /// <summary>Parameters of a cmdlet without those that every cmdlet has.</summary>
    public static IEnumerable<ParameterMetadata> OwnParameters(CmdletInfo cmdlet) => cmdlet.Parameters.Values
        .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name))
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal);

    // The session stays open: the engine asks it for metadata long after.
    private static CmdletInfo[] Read() =>
        [.. new ModuleSession().Run("Get-Command -Module ZeroG").Output.Select(item => (CmdletInfo)item.BaseObject)
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
}
