using System.Management.Automation.Runspaces;

namespace ZeroG.Shell;

/// <summary>
/// The arguments behind <c>-File script.ps1</c>, as pwsh reads them: <c>-Name value</c>, <c>-Switch</c>, <c>-Name:value</c> and bare
/// values.
/// </summary>
internal static class ScriptArguments
{
    /// <summary>The parameters for the script, in order.</summary>
    public static IEnumerable<CommandParameter> Parse(IEnumerable<string> arguments)
    {
        foreach (string argument in arguments)
        {
            bool named = argument.Length > 1 && argument[0] == '-' && char.IsLetter(argument[1]);
            int colon = argument.IndexOf(':', StringComparison.Ordinal);
            yield return (named, colon) switch
            {
                (false, _) => new CommandParameter(null, argument),

                // A name that keeps its dash is bound by the engine: to the next value, or as a switch.
                (true, < 0) => new CommandParameter(argument),
                _ => new CommandParameter(argument[1..colon], Value(argument[(colon + 1)..])),
            };
        }
    }

    // -Switch:$false is the one value that text cannot carry.
    private static object Value(string text) => text.ToLowerInvariant() switch
    {
        "$true" => true,
        "$false" => false,
        _ => text,
    };
}
