using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Completes the names of kept wallets, with the address as tooltip.</summary>
public sealed class WalletNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (StoredWallet wallet in new WalletStore().List())
        {
            if (CompletionText.For(wallet.Name, wordToComplete) is { } text)
            {
                yield return new CompletionResult(
                    text, wallet.Name, CompletionResultType.ParameterValue, wallet.Address?.ToString() ?? wallet.Name);
            }
        }
    }
}
