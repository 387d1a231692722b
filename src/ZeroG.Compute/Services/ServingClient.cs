using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Services;

/// <summary>What both service contracts can be asked: sub-accounts, locks and stakes.</summary>
public abstract class ServingClient
{
    private protected ServingClient(ServiceKind kind, EthereumClient chain, Address address, IReadOnlyList<AbiError> errors)
    {
        Kind = kind;
        Contract = new ContractReader(chain, address, errors);
    }

    /// <summary>The market.</summary>
    public ServiceKind Kind { get; }

    /// <summary>The contract.</summary>
    public Address Address => Contract.Address;

    private protected ContractReader Contract { get; }

    private protected abstract AbiFunction LockTime { get; }

    private protected abstract AbiFunction MinimumStake { get; }

    /// <summary>True when the provider has a service here.</summary>
    public abstract Task<bool> IsOfferedAsync(Address provider, CancellationToken cancellationToken = default);

    /// <summary>What a user holds with a provider; null when there is no sub-account.</summary>
    public Task<SubAccount?> FindAccountAsync(Address user, Address provider, CancellationToken cancellationToken = default) =>
        FindAccountAsync(user, provider, BlockId.Latest, cancellationToken);

    /// <summary>What a user held with a provider at the end of a block. A node that has not seen the block says so, where it would answer
    /// from an older one when asked for the newest.</summary>
    public abstract Task<SubAccount?> FindAccountAsync(
        Address user, Address provider, BlockId at, CancellationToken cancellationToken = default);

    /// <summary>All sub-accounts of a user.</summary>
    public abstract Task<IReadOnlyList<SubAccount>> GetAccountsAsync(Address user, CancellationToken cancellationToken = default);

    /// <summary>How long refunds are locked.</summary>
    public async Task<TimeSpan> GetLockTimeAsync(CancellationToken cancellationToken = default) =>
        Duration(await Contract.AskAsync<BigInteger>(LockTime, cancellationToken));

    /// <summary>What a provider has to stake with its first registration.</summary>
    public async Task<TokenAmount> GetMinimumStakeAsync(CancellationToken cancellationToken = default) =>
        Amount(await Contract.AskAsync<BigInteger>(MinimumStake, cancellationToken));
}
