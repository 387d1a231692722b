namespace ZeroG.Chain.Ethereum;

/// <summary>Which logs to look for.</summary>
public sealed record LogFilter
{
    /// <summary>Contracts that wrote them; empty for any.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>For each place of a topic the values that fit; an empty list fits anything. At most four places.</summary>
    public IReadOnlyList<IReadOnlyList<Hash256>> Topics { get; init; } = [];

    /// <summary>First block.</summary>
    public ulong FromBlock { get; init; }

    /// <summary>Last block, itself included; null for the newest at the time of the first question.</summary>
    public ulong? ToBlock { get; init; }

    /// <summary>The only block to look into, by its hash; then the numbers do not count.</summary>
    public Hash256? BlockHash { get; init; }

    internal IReadOnlyDictionary<string, object?> ToParameter(ulong from, ulong to)
    {
        Dictionary<string, object?> members = [];
        if (BlockHash is { } hash)
        {
            members.Add("blockHash", hash);
        }
        else
        {
            members.Add("fromBlock", Hex.ToQuantity(from));
            members.Add("toBlock", Hex.ToQuantity(to));
        }

        if (Addresses.Count > 0)
        {
            members.Add("address", Addresses.Count == 1 ? Addresses[0] : Addresses);
        }

        if (Topics.Count > 0)
        {
            members.Add("topics", Topics.Select(values => values.Count switch { 0 => null, 1 => values[0], _ => (object)values }));
        }

        return members;
    }
}
