using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ZeroG.Help;

/// <summary>What the engine knows of a cmdlet without any page: its parameters and their sets.</summary>
/// <param name="Name">Verb and noun.</param>
/// <param name="Sets">The parameter sets without the common parameters, with -WhatIf and -Confirm where the cmdlet has them.</param>
/// <param name="Outputs">Names of the types that it says it emits.</param>
internal sealed record CommandSyntax(
    string Name, IReadOnlyList<IReadOnlyList<CommandParameterInfo>> Sets, IReadOnlyList<string> Outputs)
{
    /// <summary>Every parameter once, in alphabetical order.</summary>
    public IReadOnlyList<CommandParameterInfo> Parameters { get; } =
        [.. Sets.SelectMany(set => set).DistinctBy(parameter => parameter.Name)
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];

    /// <summary>Imports the assembly into a bare engine and asks for its cmdlets.</summary>
    public static IReadOnlyList<CommandSyntax> ReadAll(string assembly)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        PSModuleInfo module = (PSModuleInfo)shell.AddCommand("Import-Module").AddParameter("Name", assembly).AddParameter("PassThru")
            .Invoke().Single().BaseObject;
        return [.. module.ExportedCmdlets.Values.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal).Select(Read)];
    }

    private static CommandSyntax Read(CmdletInfo cmdlet) => new(
        cmdlet.Name,
        [.. cmdlet.ParameterSets.Select(set => (IReadOnlyList<CommandParameterInfo>)[.. set.Parameters.Where(IsOwn)])],
        [.. cmdlet.OutputType.Select(type => type.Name)]);

    // -WhatIf and -Confirm are common ones too, but Get-Help does not count them among those that it names.
    private static bool IsOwn(CommandParameterInfo parameter) => IsQuestion(parameter) || (
        !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name));

    /// <summary>True for -WhatIf and -Confirm.</summary>
    public static bool IsQuestion(CommandParameterInfo parameter) => parameter.Name is "WhatIf" or "Confirm";
}
