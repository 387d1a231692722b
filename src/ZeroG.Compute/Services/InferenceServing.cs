using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Services;

/// <summary>The contract of inference services and of the sub-accounts with them.</summary>
public sealed class InferenceServing : ServingClient
{
    internal InferenceServing(EthereumClient chain, Address address)
        : base(ServiceKind.Inference, chain, address, InferenceErrors.All)
    {
    }

    private protected override AbiFunction LockTime => InferenceContract.LockTime;

    private protected override AbiFunction MinimumStake => InferenceContract.MinProviderStake;

    /// <summary>The service of a provider; null when it offers none.</summary>
    public async Task<InferenceService?> FindServiceAsync(Address provider, CancellationToken cancellationToken = default) =>
        await Contract.FindAsync(InferenceContract.GetService, InferenceErrors.ServiceNotExist, cancellationToken, provider)
            is { } fields ? InferenceService.FromAbi(fields) : null;

    /// <summary>All services.</summary>
    public async Task<IReadOnlyList<InferenceService>> GetServicesAsync(CancellationToken cancellationToken = default) =>
        [.. (await Contract.AskAllAsync(InferenceContract.GetAllServices, cancellationToken)).Select(InferenceService.FromAbi)];

    /// <inheritdoc/>
    public override Task<bool> IsOfferedAsync(Address provider, CancellationToken cancellationToken = default) =>
        Contract.AskAsync<bool>(InferenceContract.ServiceExists, cancellationToken, provider);

    /// <inheritdoc/>
    public override async Task<SubAccount?> FindAccountAsync(
        Address user, Address provider, BlockId at, CancellationToken cancellationToken = default) =>
        await Contract.At(at).FindAsync(
            InferenceContract.GetAccount, InferenceErrors.AccountNotExists, cancellationToken, user, provider)
            is { } fields ? (await ReadAsync([fields], cancellationToken))[0] : null;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<SubAccount>> GetAccountsAsync(Address user, CancellationToken cancellationToken = default) =>
        await ReadAsync(
            await Contract.AskAllAsync(InferenceContract.GetAccountsByUser, cancellationToken, user), cancellationToken);

    private async Task<IReadOnlyList<SubAccount>> ReadAsync(IReadOnlyList<object?[]> accounts, CancellationToken cancellationToken)
    {
        bool anyRefund = accounts.Any(fields => !((BigInteger)fields[8]!).IsZero);
        TimeSpan lockTime = anyRefund ? await GetLockTimeAsync(cancellationToken) : TimeSpan.Zero;
        return [.. accounts.Select(fields => SubAccount.FromInferenceAbi(fields, lockTime))];
    }
}
