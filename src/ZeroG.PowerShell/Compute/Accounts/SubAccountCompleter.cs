using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Accounts;

/// <summary>
/// Completes the providers with which the user has a sub-account, with its money as tooltip. The chain is asked, for a moment only: when it
/// does not answer, nothing is offered.
/// </summary>
public sealed class SubAccountCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (SubAccount account in Read(fakeBoundParameters))
        {
            string provider = account.Provider.ToString();
            if (CompletionText.For(provider, wordToComplete) is { } text)
            {
                yield return new CompletionResult(
                    text, $"{provider} ({ServiceKinds.NameOf(account.Service)})", CompletionResultType.ParameterValue, account.ToString());
            }
        }
    }

    private static IReadOnlyList<SubAccount> Read(IDictionary bound)
    {
        try
        {
            Network network = ZgSession.Current.Find(bound["Network"]?.ToString());
            string? wallet = bound["Wallet"]?.ToString();
            Address? user = wallet is null
                ? ZgSession.Current.Wallet?.Address
                : new WalletStore().List().FirstOrDefault(kept => kept.Name.Equals(wallet, StringComparison.OrdinalIgnoreCase))?.Address;
            using CancellationTokenSource patience = new(Patience);
            IReadOnlyList<ServiceKind> kinds = KindsOf(bound["Service"]);
            return user is { } known
                ? Task.Run(() => ReadAsync(network, known, kinds, patience.Token), patience.Token).GetAwaiter().GetResult()
                : [];
        }
        catch (Exception nothing) when (nothing is ZeroGException or OperationCanceledException)
        {
            return [];
        }
    }

    private static IReadOnlyList<ServiceKind> KindsOf(object? service) =>
        Enum.TryParse(service?.ToString(), ignoreCase: true, out ServiceKind kind) ? [kind] : ServiceKinds.All;

    private static async Task<IReadOnlyList<SubAccount>> ReadAsync(
        Network network, Address user, IReadOnlyList<ServiceKind> kinds, CancellationToken cancellationToken)
    {
        using ChainAccess chain = new(trace: null);
        ComputeClient compute = new(network, await chain.ConnectAsync(network, cancellationToken));
        List<SubAccount> accounts = [];
        foreach (ServiceKind kind in kinds)
        {
            accounts.AddRange(await compute.Serving(kind).GetAccountsAsync(user, cancellationToken));
        }

        return accounts;
    }
}
