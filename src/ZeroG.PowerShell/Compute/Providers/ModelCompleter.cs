using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Completes the models that Get-ZgProvider has shown.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (string model in SeenProviders.For(commandName).SelectMany(provider => provider.Models).Distinct())
        {
            if (CompletionText.For(model, wordToComplete) is { } text)
            {
                yield return new CompletionResult(text, model, CompletionResultType.ParameterValue, model);
            }
        }
    }
}
