using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Completes the names of the nodes, detached ones too, with kind and state as tooltip.</summary>
public sealed class NodeNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (INode node in new NodeNames(new NodeStateStore(fakeBoundParameters["StatePath"] as string)).All)
        {
            if (CompletionText.For(node.Name, wordToComplete) is { } text)
            {
                yield return new CompletionResult(text, node.Name, CompletionResultType.ParameterValue, node.ToString() ?? node.Name);
            }
        }
    }
}
