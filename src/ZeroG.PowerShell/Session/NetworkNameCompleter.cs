using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Session;

/// <summary>Completes the names of networks: the session's, those built in, and the user's own.</summary>
public sealed class NetworkNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (Network network in Known().DistinctBy(network => network.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (CompletionText.For(network.Name, wordToComplete) is { } text)
            {
                yield return new CompletionResult(
                    text, network.Name, CompletionResultType.ParameterValue, $"{network.Name}, chain {network.ChainId}");
            }
        }
    }

    private static IEnumerable<Network> Known()
    {
        IEnumerable<Network> own = ZgSession.Current.AtHand();
        try
        {
            return own.Concat(new NetworkCatalog().List());
        }
        catch (ZeroGException)
        {
            // A damaged file is the business of the cmdlet, not of a key press.
            return own;
        }
    }
}
