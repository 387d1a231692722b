using ZeroG.Chain;

namespace ZeroG.Compute.Accounts;

/// <summary>All money of a user in one look: wallet, main account, sub-accounts and what comes back from them.</summary>
public sealed record AccountOverview
{
    /// <summary>The user.</summary>
    public required Address Address { get; init; }

    /// <summary>What the wallet has.</summary>
    public required TokenAmount Wallet { get; init; }

    /// <summary>What the main account has free.</summary>
    public required TokenAmount Available { get; init; }

    /// <summary>What lies in sub-accounts.</summary>
    public required TokenAmount Locked { get; init; }

    /// <summary>What was deposited and is not yet spent.</summary>
    public required TokenAmount Total { get; init; }

    /// <summary>The part of <see cref="Locked"/> in other services of the ledger than the network's two, such as those of older
    /// versions.</summary>
    public required TokenAmount InOtherServices { get; init; }

    /// <summary>A text of the user's, kept with the account.</summary>
    public required string AdditionalInfo { get; init; }

    /// <summary>The sub-accounts, those of inference first.</summary>
    public required IReadOnlyList<SubAccount> SubAccounts { get; init; }

    /// <summary>The refunds that wait, the next to unlock first.</summary>
    public required IReadOnlyList<AccountRefund> Refunds { get; init; }

    /// <summary>The chain's time of this look.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Looks.</summary>
    /// <exception cref="ZeroGException"><c>ZgAccountMissing</c>.</exception>
    public static async Task<AccountOverview> ReadAsync(ComputeClient client, Address user, CancellationToken cancellationToken = default)
    {
        Ledger ledger = await client.Ledger.GetAsync(user, cancellationToken)
            ?? throw await new ComputeRefusal(client).AccountMissingAsync(user, cancellationToken: cancellationToken);
        List<SubAccount> accounts = [];
        foreach (ServiceKind kind in ServiceKinds.All)
        {
            accounts.AddRange(await client.Serving(kind).GetAccountsAsync(user, cancellationToken));
        }

        DateTimeOffset time = await client.GetTimeAsync(cancellationToken);
        TokenAmount seen = accounts.Aggregate(TokenAmount.Zero, (sum, account) => sum + account.Balance);
        return new AccountOverview
        {
            Address = user,
            Wallet = await client.Chain.GetBalanceAsync(user, cancellationToken: cancellationToken),
            Available = ledger.Available,
            Locked = ledger.Locked,
            Total = ledger.Total,
            InOtherServices = ledger.Locked > seen ? ledger.Locked - seen : TokenAmount.Zero,
            AdditionalInfo = ledger.AdditionalInfo,
            SubAccounts = accounts,
            Refunds = [.. accounts.SelectMany(account => RefundsOf(account, time)).OrderBy(refund => refund.UnlocksAt)],
            Time = time,
            Network = client.Network.Name,
        };
    }

    private static IEnumerable<AccountRefund> RefundsOf(SubAccount account, DateTimeOffset time) => account.Refunds.Select(refund =>
        new AccountRefund(
            account.Service, account.Provider, refund.Amount, refund.RequestedAt, refund.UnlocksAt,
            refund.IsUnlocked(time) ? TimeSpan.Zero : refund.UnlocksAt - time));
}
