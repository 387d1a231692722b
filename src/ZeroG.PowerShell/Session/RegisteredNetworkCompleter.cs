using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZeroG.PowerShell.Session;

/// <summary>Completes the names of the networks that the user has registered.</summary>
public sealed class RegisteredNetworkCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NetworkNameCompleter.Offer(NetworkNameCompleter.Listed().Where(network => !network.IsBuiltIn), wordToComplete);
}
