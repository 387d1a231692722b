using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ZeroG.Shell.Commands;

/// <summary>
/// The engine package alone has no Get-ChildItem, Select-Object or Format-Table: those live in modules that come with pwsh. These are the
/// few that
/// the module's examples and tests use, with the names, parameters and results of the originals as far as they go. Scripts written for zg
/// run in pwsh.
/// </summary>
public static class EverydayCommands
{
    /// <summary>The engine's own commands and providers, and these.</summary>
    public static InitialSessionState CreateSessionState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(EverydayCommands).Assembly.GetTypes())
        {
            if (!type.IsAbstract && Attribute.GetCustomAttribute(type, typeof(CmdletAttribute)) is CmdletAttribute name)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, helpFileName: null));
            }
        }

        return state;
    }
}
