using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.Compute.Inference;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Completes what services do: the types that are known, and those that Get-ZgProvider has shown.</summary>
public sealed class ServiceTypeCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string[] known = [ServiceTypes.Chat, ServiceTypes.Embedding, ServiceTypes.ImageEdit, ServiceTypes.Speech, ServiceTypes.Image];
        foreach (string type in known.Concat(SeenProviders.All.Select(provider => provider.Type)).Distinct())
        {
            if (CompletionText.For(type, wordToComplete) is { } text)
            {
                yield return new CompletionResult(text, type, CompletionResultType.ParameterValue, type);
            }
        }
    }
}
