using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.PowerShell.Compute.Providers;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>Completes providers that money may go to: those with a sub-account, then the others that Get-ZgProvider has shown.</summary>
public sealed class FundTargetCompleter : IArgumentCompleter
{
    private readonly SubAccountCompleter _known = new();
    private readonly ProviderCompleter _seen = new();

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        _known.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)
            .Concat(_seen.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters))
            .DistinctBy(result => result.CompletionText);
}
