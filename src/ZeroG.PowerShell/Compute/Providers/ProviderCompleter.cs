using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.Compute.Providers;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Completes addresses of providers that Get-ZgProvider has shown, with type, model and price as tooltip.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (ComputeProvider provider in SeenProviders.For(commandName).DistinctBy(provider => provider.Provider))
        {
            string address = provider.Provider.ToString();
            if (CompletionText.For(address, wordToComplete) is { } text)
            {
                yield return new CompletionResult(
                    text, provider.Model.Length == 0 ? address : $"{address} ({provider.Model})", CompletionResultType.ParameterValue,
                    $"{provider.Type} {provider.Model}, {provider.Price}");
            }
        }
    }
}
