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
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offer(ZgSession.Current.AtHand().Concat(Listed()), wordToComplete);

    /// <summary>The names among them that begin with the word, with the chain as tooltip.</summary>
    internal static IEnumerable<CompletionResult> Offer(IEnumerable<Network> networks, string word)
    {
        foreach (Network network in networks.DistinctBy(network => network.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (CompletionText.For(network.Name, word) is { } text)
            {
                yield return new CompletionResult(
                    text, network.Name, CompletionResultType.ParameterValue, $"{network.Name}, chain {network.ChainId}");
            }
        }
    }

    /// <summary>The networks of the catalog.</summary>
    internal static IReadOnlyList<Network> Listed()
    {
        try
        {
            return new NetworkCatalog().List();
        }
        catch (ZeroGException)
        {
            // A damaged file is the business of the cmdlet, not of a key press.
            return [];
        }
    }
}
