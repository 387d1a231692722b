using System.Diagnostics.CodeAnalysis;
using System.Text;
using ZeroG.Chain;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts;

/// <summary>The native contracts of one chain by address.</summary>
internal sealed class SystemContractSet
{
    private readonly Dictionary<Address, ISystemContract> _contracts = [];

    /// <exception cref="ArgumentException">Two contracts share an address.</exception>
    public SystemContractSet(IEnumerable<ISystemContract> contracts)
    {
        foreach (ISystemContract contract in contracts)
        {
            _contracts.Add(contract.Address, contract);
        }
    }

    /// <summary>All contracts.</summary>
    public IReadOnlyCollection<ISystemContract> All => _contracts.Values;

    public bool TryGet(Address address, [NotNullWhen(true)] out ISystemContract? contract) => _contracts.TryGetValue(address, out contract);

    /// <summary>True when a native contract lives at the address and its code there was not replaced.</summary>
    public bool IsLive(Address address, WorldState state) =>
        TryGet(address, out ISystemContract? contract) && state.CodeOf(address).Span.SequenceEqual(MarkerOf(contract).Span);

    /// <summary>
    /// What <c>eth_getCode</c> shows for a native contract: INVALID (0xfe), so that a real EVM would refuse it, and its name. Clients that
    /// only ask whether there is code are answered right.
    /// </summary>
    public static ReadOnlyMemory<byte> MarkerOf(ISystemContract contract) =>
        (byte[])[0xfe, .. Encoding.UTF8.GetBytes($"zerog:{contract.Name}")];
}
