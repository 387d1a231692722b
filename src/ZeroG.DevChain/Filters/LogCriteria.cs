using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Rpc;

namespace ZeroG.DevChain.Filters;

/// <summary>Which logs are asked for: any of some addresses, and for each topic place any of some values.</summary>
internal sealed class LogCriteria
{
    // A log has at most four topics.
    private const int MaximumTopics = 4;

    private readonly HashSet<Address> _addresses;
    private readonly HashSet<Hash256>?[] _topics;

    private LogCriteria(HashSet<Address> addresses, HashSet<Hash256>?[] topics)
    {
        _addresses = addresses;
        _topics = topics;
    }

    /// <summary>Reads <c>address</c> and <c>topics</c> of a filter object; the block range is the business of who searches.</summary>
    /// <exception cref="JsonRpcException">Malformed.</exception>
    public static LogCriteria Parse(JsonElement filter)
    {
        HashSet<Address> addresses = JsonField.Member(filter, "address") is { } address
            ? [.. OneOrMany(address).Select(item => JsonField.Address(item, "address"))]
            : [];
        HashSet<Hash256>?[] topics = JsonField.Member(filter, "topics") is not { } list ? []
            : list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(ParseTopic)]
            : throw JsonRpcException.InvalidParams("invalid topics: expected an array");
        return topics.Length <= MaximumTopics
            ? new LogCriteria(addresses, topics)
            : throw JsonRpcException.InvalidParams($"invalid topics: a log has at most {MaximumTopics}");
    }

    /// <summary>False when the block certainly has no such log.</summary>
    public bool MayMatch(LogsBloom bloom) =>
        (_addresses.Count == 0 || _addresses.Any(address => bloom.MayContain(address.Bytes)))
        && _topics.All(alternatives => alternatives is null || alternatives.Any(topic => bloom.MayContain(topic.Bytes)));

    public bool Matches(LogEntry log)
    {
        if ((_addresses.Count > 0 && !_addresses.Contains(log.Address)) || log.Topics.Count < _topics.Length)
        {
            return false;
        }

        for (int i = 0; i < _topics.Length; i++)
        {
            if (_topics[i] is { } alternatives && !alternatives.Contains(log.Topics[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The matching logs of a block in order.</summary>
    public IEnumerable<LogEntry> In(Block block) => MayMatch(block.Header.LogsBloom) ? block.Logs.Where(Matches) : [];

    private static HashSet<Hash256>? ParseTopic(JsonElement topic)
    {
        // Neither null nor an empty list says anything about the place.
        HashSet<Hash256> alternatives = topic.ValueKind == JsonValueKind.Null
            ? []
            : [.. OneOrMany(topic).Select(item => JsonField.Hash(item, "topic"))];
        return alternatives.Count > 0 ? alternatives : null;
    }

    private static JsonElement[] OneOrMany(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
