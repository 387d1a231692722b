using System.Buffers;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Networks;

namespace ZeroG.Compute.Inference;

/// <summary>An API key that was issued on this machine: everything but the key.</summary>
/// <param name="Contract">The inference contract of the chain.</param>
/// <param name="Chain">The chain by its <see cref="ChainIdentity"/>: a new DevNet has the id and the contracts of the last one.</param>
/// <param name="User">Who pays.</param>
/// <param name="Provider">Who takes it.</param>
/// <param name="Generation">The account's generation when it was made.</param>
/// <param name="Id">0 to 254.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
public sealed record IssuedApiKey(
    Address Contract, string Chain, Address User, Address Provider, BigInteger Generation, int Id, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>One line of the list, with its end.</summary>
    internal byte[] WriteLine()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("contract", Contract.ToString());
            writer.WriteString("chain", Chain);
            writer.WriteString("user", User.ToString());
            writer.WriteString("provider", Provider.ToString());
            writer.WriteString("generation", Generation.ToString(System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteNumber("id", Id);
            writer.WriteString("createdAt", CreatedAt);
            if (ExpiresAt is { } end)
            {
                writer.WriteString("expiresAt", end);
            }

            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads a line; null for one that was cut short.</summary>
    internal static IssuedApiKey? ReadLine(string line) =>
        LenientJson.ParseObject(line) is { } json
        && Address.TryParse(json.Text("contract"), out Address contract)
        && json.Text("chain") is { } chain
        && Address.TryParse(json.Text("user"), out Address user)
        && Address.TryParse(json.Text("provider"), out Address provider)
        && json.WholeNumber("generation") is { } generation
        && json.WholeNumber("id") is { } id
        && json.Time("createdAt") is { } createdAt
            ? new IssuedApiKey(contract, chain, user, provider, generation, (int)id, createdAt, json.Time("expiresAt"))
            : null;
}
