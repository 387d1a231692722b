using System.Numerics;

namespace ZeroG.Chain.Ethereum;

/// <summary>A call to be tried out, without signature.</summary>
public sealed record CallMessage
{
    /// <summary>The account in whose name the call runs; null for the zero address.</summary>
    public Address? From { get; init; }

    /// <summary>The account called; null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The value sent along, in neuron (wei).</summary>
    public BigInteger Value { get; init; }

    /// <summary>The call data, or the init code of a contract.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The most gas that the call may use; null for the node's own limit.</summary>
    public ulong? GasLimit { get; init; }

    /// <summary>
    /// The object of <c>eth_call</c> and <c>eth_estimateGas</c>. Data goes as <c>input</c>, which every node reads today.
    /// </summary>
    internal IReadOnlyDictionary<string, object?> ToParameter()
    {
        Dictionary<string, object?> members = [];
        Add(members, "from", From);
        Add(members, "to", To);
        Add(members, "value", Value.IsZero ? null : Value);
        Add(members, "input", Data.IsEmpty ? null : Data);
        Add(members, "gas", GasLimit is { } gas ? new BigInteger(gas) : null);
        return members;
    }

    private static void Add(Dictionary<string, object?> members, string name, object? value)
    {
        if (value is not null)
        {
            members.Add(name, value);
        }
    }
}
