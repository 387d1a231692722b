using System.Collections.Concurrent;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Accounts;

/// <summary>The contract of the main accounts. Its limits differ between networks, so they are always asked for.</summary>
public sealed class LedgerClient
{
    private readonly ContractReader _contract;
    private readonly Func<ServiceKind, ServingClient> _serving;
    private readonly ConcurrentDictionary<ServiceKind, string> _names = new();

    internal LedgerClient(EthereumClient chain, Address address, Func<ServiceKind, ServingClient> serving)
    {
        _contract = new ContractReader(chain, address, LedgerErrors.All);
        _serving = serving;
    }

    /// <summary>The contract.</summary>
    public Address Address => _contract.Address;

    /// <summary>The main account of a user; null before the first deposit and after everything was withdrawn.</summary>
    public async Task<Ledger?> GetAsync(Address user, CancellationToken cancellationToken = default) =>
        await _contract.FindAsync(LedgerContract.GetLedger, LedgerErrors.LedgerNotExists, cancellationToken, user)
            is { } fields ? Ledger.FromAbi(fields) : null;

    /// <summary>The least of a first deposit, and the least that may stay after a withdrawal of a part.</summary>
    public async Task<TokenAmount> GetMinimumDepositAsync(CancellationToken cancellationToken = default) =>
        Amount(await _contract.AskAsync<BigInteger>(LedgerContract.MinAccountBalance, cancellationToken));

    /// <summary>The least of a first transfer to a provider.</summary>
    public async Task<TokenAmount> GetMinimumTransferAsync(CancellationToken cancellationToken = default) =>
        Amount(await _contract.AskAsync<BigInteger>(LedgerContract.MinTransferAmount, cancellationToken));

    /// <summary>How many providers one request for refunds may name.</summary>
    public async Task<int> GetProvidersPerBatchAsync(CancellationToken cancellationToken = default) => Math.Max(
        1, Count(await _contract.AskAsync<BigInteger>(LedgerContract.MaxProvidersPerBatch, cancellationToken)));

    /// <summary>The full name, for example <c>inference-v1.0</c>, under which this ledger knows the network's contract of a
    /// market.</summary>
    /// <exception cref="ZeroGException"><c>ZgServiceNotRegistered</c>: it does not know it.</exception>
    public async Task<string> GetServiceNameAsync(ServiceKind kind, CancellationToken cancellationToken = default)
    {
        if (_names.TryGetValue(kind, out string? known))
        {
            return known;
        }

        Address contract = _serving(kind).Address;
        object?[] info = await _contract.AskAsync<object?[]>(LedgerContract.GetServiceInfo, cancellationToken, contract);
        string name = (string)info[4]!;
        return name.Length > 0
            ? _names.GetOrAdd(kind, name)
            : throw await NotRegisteredAsync($"{ServiceKinds.NameOf(kind)} at {contract}", cancellationToken);
    }

    /// <summary><c>ZgServiceNotRegistered</c>, with the names that the ledger does know.</summary>
    internal async Task<ZeroGException> NotRegisteredAsync(string name, CancellationToken cancellationToken)
    {
        object?[] services = await _contract.AskAsync<object?[]>(LedgerContract.GetAllActiveServices, cancellationToken);
        string[] known = [.. services.Select(service => ForeignText.Clean((string)((object?[])service!)[4]!))];
        return new ZeroGException(
            "ZgServiceNotRegistered", ErrorKind.ObjectNotFound,
            $"Service {name} is not registered in this ledger. Known: {(known.Length > 0 ? string.Join(", ", known) : "none")}.", name);
    }
}
