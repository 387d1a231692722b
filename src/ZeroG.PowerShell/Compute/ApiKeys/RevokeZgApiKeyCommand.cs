using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.PowerShell.Compute.Providers;

namespace ZeroG.PowerShell.Compute.ApiKeys;

/// <summary>Makes API keys void: some of a provider's, with one transaction, or all that were ever made for it.</summary>
[Cmdlet(
    VerbsSecurity.Revoke, "ZgApiKey", DefaultParameterSetName = IdSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeZgApiKeyCommand : PayingProviderCmdlet
{
    private const string IdSet = "TokenId";
    private const string AllSet = "All";

    private readonly List<(string Provider, int[] Ids)> _wanted = [];

    /// <summary>Ids of keys, 0 to 254, or what New-ZgApiKey emits.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    public int[] TokenId { get; set; } = [];

    /// <summary>Revokes every key and session of the wallet at the provider, known here or not, and frees all ids.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    private protected override Task ProcessAsync(Address provider, CancellationToken cancellationToken)
    {
        // Keys of one provider are revoked together, also when they come one by one.
        _wanted.Add((provider.ToString(), TokenId));
        return Task.CompletedTask;
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, (string Provider, int[] Ids)> wanted in _wanted.GroupBy(entry => entry.Provider))
        {
            Address provider = Address.Parse(wanted.Key);
            await TryItemAsync(wanted.Key, () => All
                ? RevokeAllAsync(provider, cancellationToken)
                : RevokeAsync(provider, wanted.SelectMany(entry => entry.Ids), cancellationToken));
        }
    }

    private async Task RevokeAsync(Address provider, IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        IReadOnlyList<byte> living = await ApiKeyRevocation.LivingAsync(Compute, Account.User, provider, ids, cancellationToken);
        if (living.Count == 0)
        {
            Verbose($"All of them are revoked at {provider} already.");
        }
        else if (await ShouldProcessAsync($"{provider}", $"Revoke API keys {string.Join(", ", living)}, by a transaction of {Payer}"))
        {
            Tell(await Account.RevokeTokensAsync(provider, [.. living], cancellationToken));
        }
    }

    private async Task RevokeAllAsync(Address provider, CancellationToken cancellationToken)
    {
        _ = await Compute.Inference.FindAccountAsync(Account.User, provider, cancellationToken)
            ?? throw await new ComputeRefusal(Compute).SubAccountMissingAsync(
                ServiceKind.Inference, Account.User, provider, cancellationToken);
        if (await ShouldProcessAsync($"{provider}", $"Revoke all API keys and sessions, by a transaction of {Payer}"))
        {
            Tell(await Account.RevokeAllTokensAsync(provider, cancellationToken));
        }
    }

    private void Tell(TransactionReceipt receipt) =>
        Verbose($"Transaction {receipt.TransactionHash}. The provider notices within about two minutes.");
}
