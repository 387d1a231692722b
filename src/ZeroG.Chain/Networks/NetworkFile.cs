using System.Buffers;
using System.Text.Json;

namespace ZeroG.Chain.Networks;

/// <summary>
/// The user's own networks as JSON: an array of objects whose members are the properties of <see cref="Network"/> in camel case.
/// </summary>
public static class NetworkFile
{
    private delegate Network Setter(Network network, JsonElement value);

    /// <summary>Every member with how it is written and read. A property that is missing here fails a test.</summary>
    private static readonly (string Name, Func<Network, object?> Get, Setter Set)[] Members =
    [
        ("name", n => n.Name, (n, v) => n with { Name = v.GetString()! }),
        ("chainId", n => n.ChainId, (n, v) => n with { ChainId = v.GetUInt64() }),
        ("rpcUri", n => n.RpcUri, (n, v) => n with { RpcUri = ToUri(v) }),
        ("explorerUri", n => n.ExplorerUri, (n, v) => n with { ExplorerUri = ToUri(v) }),
        ("indexerUri", n => n.IndexerUri, (n, v) => n with { IndexerUri = ToUri(v) }),
        ("faucetUri", n => n.FaucetUri, (n, v) => n with { FaucetUri = ToUri(v) }),
        ("flowAddress", n => n.FlowAddress, (n, v) => n with { FlowAddress = ToAddress(v) }),
        ("mineAddress", n => n.MineAddress, (n, v) => n with { MineAddress = ToAddress(v) }),
        ("rewardAddress", n => n.RewardAddress, (n, v) => n with { RewardAddress = ToAddress(v) }),
        ("ledgerAddress", n => n.LedgerAddress, (n, v) => n with { LedgerAddress = ToAddress(v) }),
        ("inferenceAddress", n => n.InferenceAddress, (n, v) => n with { InferenceAddress = ToAddress(v) }),
        ("fineTuningAddress", n => n.FineTuningAddress, (n, v) => n with { FineTuningAddress = ToAddress(v) }),
        ("stakingAddress", n => n.StakingAddress, (n, v) => n with { StakingAddress = ToAddress(v) }),
        ("minimumTip", n => n.MinimumTip.ToString("gwei", null), (n, v) => n with { MinimumTip = TokenAmount.Parse(v.GetString()!) }),
        ("logStartBlock", n => n.LogStartBlock, (n, v) => n with { LogStartBlock = v.GetUInt64() }),
    ];

    /// <summary>Writes the networks.</summary>
    public static byte[] Write(IEnumerable<Network> networks)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (Network network in networks)
            {
                writer.WriteStartObject();
                foreach ((string name, Func<Network, object?> get, _) in Members)
                {
                    Write(writer, name, get(network));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return json.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads the networks. Unknown members, of a newer version perhaps, are an error, so that nothing is lost when the file is written
    /// again.
    /// </summary>
    /// <exception cref="FormatException">The JSON is malformed, a member is unknown, or one that is needed is missing.</exception>
    public static List<Network> Read(ReadOnlySpan<byte> json)
    {
        List<Network> networks = [];
        try
        {
            foreach (JsonElement element in JsonElement.Parse(json).EnumerateArray())
            {
                networks.Add(Read(element));
            }

            return networks;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static Network Read(JsonElement element)
    {
        Network network = new()
        {
            Name = element.GetProperty("name").GetString() ?? throw new FormatException("A network has no name."),
            ChainId = element.GetProperty("chainId").GetUInt64(),
            RpcUri = ToUri(element.GetProperty("rpcUri")),
        };
        foreach (JsonProperty property in element.EnumerateObject())
        {
            Setter? set = Members.FirstOrDefault(member => member.Name == property.Name).Set;
            network = (set ?? throw new FormatException($"The network {network.Name} has an unknown member '{property.Name}'."))(
                network, property.Value);
        }

        return network;
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null: break;
            case ulong number: writer.WriteNumber(name, number); break;
            case Uri uri: writer.WriteString(name, uri.OriginalString); break;
            default: writer.WriteString(name, value.ToString()); break;
        }
    }

    private static Uri ToUri(JsonElement value) =>
        Uri.TryCreate(value.GetString(), UriKind.Absolute, out Uri? uri)
            ? uri
            : throw new FormatException("A network has an address of a server that is none.");

    private static Address ToAddress(JsonElement value) => Address.Parse(value.GetString() ?? "");
}
