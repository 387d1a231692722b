using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The service contracts that the ledger hands money to, by address, name and kind.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol, service registration.</remarks>
internal sealed class ServiceRegistry
{
    /// <summary>Most services that can be registered.</summary>
    public const int MaximumServices = 500;

    // What a contract that tells its interfaces must deny (ERC-165).
    private static readonly byte[] NoInterface = [0xff, 0xff, 0xff, 0xff];

    private readonly JournaledSet<Address> _addresses;
    private readonly JournaledMap<Address, RegisteredService> _services;
    private readonly JournaledMap<string, Address> _byName;
    private readonly JournaledMap<string, Address> _recommended;

    /// <summary>A registry with the services of genesis.</summary>
    public ServiceRegistry(Journal journal, params ReadOnlySpan<RegisteredService> services)
    {
        _addresses = new JournaledSet<Address>(journal);
        _services = new JournaledMap<Address, RegisteredService>(journal);
        _byName = new JournaledMap<string, Address>(journal);
        _recommended = new JournaledMap<string, Address>(journal);
        foreach (RegisteredService service in services)
        {
            Put(service);
            if (service.IsRecommended)
            {
                _recommended[service.Type] = service.Address;
            }
        }
    }

    /// <summary>All services in the order of their registration.</summary>
    public IEnumerable<RegisteredService> All => _addresses.Select(Get);

    public bool Contains(Address service) => _addresses.Contains(service);

    /// <summary>A service; zeros for an unknown address.</summary>
    public RegisteredService Get(Address service) => _services.GetValueOrDefault(service, RegisteredService.None);

    /// <summary>Where a service of that full name lives; the zero address when there is none.</summary>
    public Address Find(string name) => _byName.GetValueOrDefault(name, Address.Zero);

    /// <summary>Where a service of that full name lives.</summary>
    /// <exception cref="RevertException">There is none.</exception>
    public Address Require(string name)
    {
        Address found = Find(name);

        // The contract names the address that it did not find, which is zero.
        return found.IsZero ? throw RevertException.WithError(LedgerErrors.ServiceNotFound, found) : found;
    }

    /// <summary>The one to use of its kind.</summary>
    /// <exception cref="RevertException">None is recommended.</exception>
    public RegisteredService GetRecommended(string type) => _recommended.TryGetValue(type, out Address address)
        ? Get(address)
        : throw RevertException.WithError(LedgerErrors.NoRecommendedService, type);

    /// <summary>Registers a service, in the order of the contract's checks.</summary>
    /// <exception cref="RevertException">It is not complete, not new, or no service contract.</exception>
    public void Register(CallContext call, string type, string version, Address address, string description)
    {
        RevertException? fault =
            address.IsZero ? RevertException.WithError(LedgerErrors.InvalidServiceAddress, address)
            : type.Length == 0 ? RevertException.WithError(LedgerErrors.ServiceTypeRequired)
            : version.Length == 0 ? RevertException.WithError(LedgerErrors.VersionRequired)
            : Contains(address) ? RevertException.WithError(LedgerErrors.ServiceAlreadyRegistered, address)
            : !Find(RegisteredService.NameOf(type, version)).IsZero
                ? RevertException.WithError(LedgerErrors.ServiceNameExists, RegisteredService.NameOf(type, version))
            : !IsService(call, address) ? RevertException.WithError(LedgerErrors.ServiceMustImplementIServing, address)
            : _addresses.Count >= MaximumServices
                ? RevertException.WithError(LedgerErrors.ServiceRegistryLimitReached, MaximumServices)
            : null;
        if (fault is not null)
        {
            throw fault;
        }

        RegisteredService service = new(type, version, address, description, IsRecommended: false, call.Block.Timestamp);
        Put(service);
        call.Emit(LedgerEvents.ServiceRegistered, address, service.FullName);
    }

    /// <summary>Makes a version the one to use of its kind.</summary>
    /// <exception cref="RevertException">There is no such service.</exception>
    public void Recommend(CallContext call, string type, string version)
    {
        Address address = Require(RegisteredService.NameOf(type, version));
        if (_recommended.TryGetValue(type, out Address previous) && previous != address)
        {
            _services[previous] = Get(previous) with { IsRecommended = false };
        }

        _recommended[type] = address;
        _services[address] = Get(address) with { IsRecommended = true };
        call.Emit(LedgerEvents.RecommendedServiceUpdated, type, version, address);
    }

    private void Put(RegisteredService service)
    {
        _addresses.Add(service.Address);
        _services[service.Address] = service;
        _byName[service.FullName] = service.Address;
    }

    private static bool IsService(CallContext call, Address address) =>
        Supports(call, address, ServingInterface.Erc165.ToArray())
        && !Supports(call, address, NoInterface)
        && Supports(call, address, ServingInterface.Id.ToArray());

    private static bool Supports(CallContext call, Address address, byte[] interfaceId)
    {
        byte[]? answer = call.TryCall(address, 0, InferenceContract.SupportsInterface, interfaceId);
        return answer is { Length: >= 32 } && answer.AsSpan(0, 32).ContainsAnyExcept((byte)0);
    }
}
