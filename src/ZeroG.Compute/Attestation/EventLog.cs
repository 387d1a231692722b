using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>What a machine measured, in order (compute.md §3.1). Anybody can write one; only its replay ties it to a quote.</summary>
public sealed class EventLog
{
    /// <summary>The register that dstack and programs extend.</summary>
    public const int RuntimeRegister = 3;

    // The last that dstack writes itself. Any container that reaches its socket can add more, under any name.
    private const string EndOfBoot = "system-ready";

    private EventLog(IReadOnlyList<TeeEvent> events) => Events = events;

    /// <summary>All of them.</summary>
    public IReadOnlyList<TeeEvent> Events { get; }

    /// <summary>The runtime events, which are those of register 3.</summary>
    public IEnumerable<TeeEvent> Runtime => Events.Where(entry => entry.IsRuntime);

    /// <summary>
    /// Whether every runtime event is in register 3, and nothing else is there: another order of things is none that dstack makes.
    /// </summary>
    public bool IsOrderly => Events.All(entry => entry.IsRuntime == (entry.Register == RuntimeRegister));

    /// <summary>Reads an array of entries, or text that holds one.</summary>
    /// <exception cref="FormatException">Something else, or an entry that is malformed.</exception>
    public static EventLog Parse(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            using JsonDocument inner = ReportJson.Parse(ReportJson.TextOf(json, "event_log"));
            return Parse(inner.RootElement.Clone());
        }

        return json.ValueKind == JsonValueKind.Array
            ? new EventLog([.. json.EnumerateArray().Select(Entry)])
            : throw new FormatException("the event log is no array");
    }

    /// <summary>The value that a register has after its events, 48 bytes: each is hashed together with the value before it.</summary>
    public byte[] Replay(int register)
    {
        byte[] extended = new byte[2 * TdxQuote.MeasurementSize];
        Span<byte> value = extended.AsSpan(0, TdxQuote.MeasurementSize);
        Span<byte> next = extended.AsSpan(TdxQuote.MeasurementSize);
        foreach (TeeEvent entry in Events)
        {
            if (entry.Register == register)
            {
                next.Clear();
                entry.Measured.CopyTo(next);
                SHA384.HashData(extended, value);
            }
        }

        return value.ToArray();
    }

    /// <summary>The first runtime event of a name that dstack itself wrote while the machine booted; null for none.</summary>
    public TeeEvent? FindBootEvent(string name) => Events
        .Where(entry => entry.Register == RuntimeRegister)
        .TakeWhile(entry => entry.Name != EndOfBoot)
        .FirstOrDefault(entry => entry.Name == name);

    private static TeeEvent Entry(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("an entry of the event log is no object");
        }

        if (!json.TryGetProperty("imr", out JsonElement imr) || imr.ValueKind != JsonValueKind.Number
            || !imr.TryGetInt32(out int register) || register is < 0 or >= TdxQuote.RegisterCount)
        {
            throw new FormatException("an entry of the event log names no register from 0 to 3");
        }

        if (!json.TryGetProperty("event_type", out JsonElement number) || number.ValueKind != JsonValueKind.Number
            || !number.TryGetUInt32(out uint type))
        {
            throw new FormatException("an entry of the event log has no type");
        }

        byte[] digest = Bytes(json, "digest");
        return digest.Length <= TdxQuote.MeasurementSize
            ? new TeeEvent(register, type, digest, ReportJson.Text(json, "event") ?? "", Bytes(json, "event_payload"))
            : throw new FormatException($"an entry of the event log has a digest of {digest.Length} bytes");
    }

    private static byte[] Bytes(JsonElement json, string name) =>
        Hex.TryParseBytes(ReportJson.Text(json, name) ?? "", out byte[]? bytes)
            ? bytes
            : throw new FormatException($"an entry of the event log has a {name} that is no hex");
}
