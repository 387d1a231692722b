using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Services;

/// <summary>The contract of fine-tuning services, of the sub-accounts with them and of what was delivered.</summary>
public sealed class FineTuningServing : ServingClient
{
    // Sub-accounts whose details are asked for at the same time; a user has at most 50.
    private const int DetailsAtOnce = 8;

    internal FineTuningServing(EthereumClient chain, Address address)
        : base(ServiceKind.FineTuning, chain, address, FineTuningErrors.All)
    {
    }

    private protected override AbiFunction LockTime => FineTuningContract.LockTime;

    private protected override AbiFunction MinimumStake => FineTuningContract.MinProviderStake;

    /// <summary>The service of a provider; null when it offers none.</summary>
    public async Task<FineTuningService?> FindServiceAsync(Address provider, CancellationToken cancellationToken = default) =>
        await Contract.FindAsync(FineTuningContract.GetService, FineTuningErrors.ServiceNotExist, cancellationToken, provider)
            is { } fields ? FineTuningService.FromAbi(fields) : null;

    /// <summary>All services; this contract hands them out in one piece.</summary>
    public async Task<IReadOnlyList<FineTuningService>> GetServicesAsync(CancellationToken cancellationToken = default) =>
        List(await Contract.AskAsync<object?[]>(FineTuningContract.GetAllServices, cancellationToken), FineTuningService.FromAbi);

    /// <inheritdoc/>
    public override async Task<bool> IsOfferedAsync(Address provider, CancellationToken cancellationToken = default) =>
        await FindServiceAsync(provider, cancellationToken) is not null;

    /// <inheritdoc/>
    public override async Task<SubAccount?> FindAccountAsync(
        Address user, Address provider, BlockId at, CancellationToken cancellationToken = default) =>
        await FindDetailsAsync(Contract.At(at), user, provider, cancellationToken) is { } fields
            ? SubAccount.FromFineTuningAbi(
                fields, HasRefunds(fields) ? await GetLockTimeAsync(cancellationToken) : TimeSpan.Zero)
            : null;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<SubAccount>> GetAccountsAsync(Address user, CancellationToken cancellationToken = default) =>
        ReadAsync(FineTuningContract.GetAccountsByUser, user, cancellationToken);

    /// <summary>A trained model; null when the provider has delivered none of that id.</summary>
    public async Task<Deliverable?> FindDeliverableAsync(
        Address user, Address provider, string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Contract.FindAsync(
                FineTuningContract.GetDeliverable, FineTuningErrors.DeliverableNotExists, cancellationToken, user, provider, id)
                is { } fields ? Deliverable.FromAbi(fields) : null;
        }
        catch (RevertException refusal) when (refusal.Reason.Definition?.Selector == FineTuningErrors.AccountNotExists.Selector)
        {
            return null;
        }
    }

    /// <summary>The part of the fee, in percent, that a user who never takes a model pays.</summary>
    public async Task<int> GetPenaltyPercentageAsync(CancellationToken cancellationToken = default) =>
        Count(await Contract.AskAsync<BigInteger>(FineTuningContract.PenaltyPercentage, cancellationToken));

    private static bool HasRefunds(object?[] details) => !((BigInteger)details[8]!).IsZero;

    private static Task<object?[]?> FindDetailsAsync(
        ContractReader contract, Address user, Address provider, CancellationToken cancellationToken) =>
        contract.FindAsync(FineTuningContract.GetAccount, FineTuningErrors.AccountNotExists, cancellationToken, user, provider);

    /// <summary>Lists hold summaries, without refunds and deliverables; the rest is asked for each.</summary>
    private async Task<IReadOnlyList<SubAccount>> ReadAsync(AbiFunction list, Address of, CancellationToken cancellationToken)
    {
        IReadOnlyList<object?[]> summaries = await Contract.AskAllAsync(list, cancellationToken, of);
        if (summaries.Count == 0)
        {
            return [];
        }

        TimeSpan lockTime = await GetLockTimeAsync(cancellationToken);
        SubAccount?[] accounts = new SubAccount?[summaries.Count];
        await Parallel.ForAsync(
            0, summaries.Count, new ParallelOptions { MaxDegreeOfParallelism = DetailsAtOnce, CancellationToken = cancellationToken },
            async (i, cancelled) => accounts[i] =
                await FindDetailsAsync(Contract, (Address)summaries[i][0]!, (Address)summaries[i][1]!, cancelled) is { } fields
                    ? SubAccount.FromFineTuningAbi(fields, lockTime)
                    : null);

        // One that is gone since the list was read is none any more.
        return [.. accounts.OfType<SubAccount>()];
    }
}
