using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The services of all providers and the stakes that stand for them.</summary>
/// <remarks>Source: 0g-serving-contract, library ServiceLibrary of both services, and their addOrUpdateService.</remarks>
internal sealed class ServiceBook(Journal journal)
{
    /// <summary>What a provider puts up with its first service: 100 units in wei.</summary>
    public static readonly BigInteger MinimumStake = TokenAmount.Parse("100").Wei;

    private readonly JournaledSet<Address> _providers = new(journal);
    private readonly JournaledMap<Address, ServiceRecord> _services = new(journal);
    private readonly JournaledMap<Address, BigInteger> _stakes = new(journal);

    /// <summary>All providers, in the contract's order.</summary>
    public IReadOnlyList<Address> Providers => _providers;

    public bool Contains(Address provider) => _providers.Contains(provider);

    /// <exception cref="RevertException">The provider offers nothing.</exception>
    public ServiceRecord Get(Address provider) => _services.TryGetValue(provider, out ServiceRecord? service)
        ? service
        : throw RevertException.WithError(InferenceErrors.ServiceNotExist, provider);

    /// <summary>Adds or replaces the service of a provider.</summary>
    public void Put(ServiceRecord service)
    {
        _providers.Add(service.Provider);
        _services[service.Provider] = service;
    }

    /// <exception cref="RevertException">The provider offers nothing.</exception>
    public void Remove(Address provider)
    {
        Get(provider);
        _providers.Remove(provider);
        _services.Remove(provider);
    }

    /// <summary>Takes the value of a call as stake: enough of it the first time, none later.</summary>
    /// <exception cref="RevertException">Too little, or anything later.</exception>
    public void TakeStake(CallContext call)
    {
        if (!_stakes.GetValueOrDefault(call.Caller, 0).IsZero)
        {
            if (!call.Value.IsZero)
            {
                throw RevertException.WithError(InferenceErrors.CannotAddStakeWhenUpdating);
            }

            return;
        }

        if (call.Value < MinimumStake)
        {
            throw RevertException.WithError(InferenceErrors.InsufficientStake, call.Value, MinimumStake);
        }

        _stakes[call.Caller] = call.Value;
        call.Emit(InferenceEvents.ProviderStaked, call.Caller, call.Value);
    }

    /// <summary>Forgets a stake that is to be paid back, in wei.</summary>
    public BigInteger ReleaseStake(Address provider)
    {
        BigInteger stake = _stakes.GetValueOrDefault(provider, 0);
        _stakes.Remove(provider);
        return stake;
    }
}
