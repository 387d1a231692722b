using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ZeroG.Testing;

/// <summary>
/// A report that holds together, made from the public layouts and not by the code under test, and the ways to spoil it. Its quote has no
/// signature of Intel's.
/// </summary>
public sealed class TestReport
{
    /// <summary>The compose file that the quote measured.</summary>
    public const string Compose =
        """{"runner":"docker-compose","docker_compose_file":"services:\n  broker:\n    image: example/broker@sha256:aa\n"}""";

    /// <summary>Text of the compose file that the report shows.</summary>
    public string AppCompose { get; set; } = Compose;

    /// <summary>The signer that it names unless told otherwise: the second development account.</summary>
    public const string Signer = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    /// <summary>Makes one that names a signer.</summary>
    /// <param name="signer">Its address as text.</param>
    public TestReport(string signer = Signer) => ReportData = [.. Encoding.ASCII.GetBytes(signer), .. new byte[64 - signer.Length]];

    /// <summary>The 64 bytes that the quote holds.</summary>
    public byte[] ReportData { get; set; }

    /// <summary>The events: register, type, name, payload.</summary>
    public List<(int Register, uint Type, string Name, byte[] Payload)> Events { get; } =
    [
        (0, 0x80000008, "", [1]), (1, 0x80000003, "", [2]), (2, 0x0D, "", [3]), (3, 0x08000001, "app-id", [0xAA]),
        (3, 0x08000001, "compose-hash", SHA256.HashData(Encoding.UTF8.GetBytes(Compose))), (3, 0x08000001, "system-ready", []),
    ];

    /// <summary>Leaves the digests of runtime events out, as newer machines do.</summary>
    public bool OmitsDigests { get; set; }

    /// <summary>Changes the quote's bytes.</summary>
    public Action<byte[]> SpoilQuote { get; set; } = _ => { };

    /// <summary>Changes the report.</summary>
    public Action<JsonObject> Spoil { get; set; } = _ => { };

    /// <summary>Changes one event of the log but not what the quote measured.</summary>
    public Action<JsonArray> SpoilLog { get; set; } = _ => { };

    /// <summary>The digest of an event.</summary>
    public static byte[] Digest(uint type, string name, byte[] payload)
    {
        byte[] little = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(little, type);
        return SHA384.HashData([.. little, .. ":"u8, .. Encoding.UTF8.GetBytes(name), .. ":"u8, .. payload]);
    }

    /// <summary>The report.</summary>
    public string ToJson()
    {
        JsonArray log = [.. Events.Select(JsonNode? (entry) => new JsonObject
        {
            ["imr"] = entry.Register, ["event_type"] = entry.Type, ["event"] = entry.Name,
            ["event_payload"] = Convert.ToHexStringLower(entry.Payload),
            ["digest"] = OmitsDigests && entry.Register == 3
                ? ""
                : Convert.ToHexStringLower(Digest(entry.Type, entry.Name, entry.Payload)),
        })];
        SpoilLog(log);
        JsonObject json = new()
        {
            ["quote"] = Convert.ToHexStringLower(Quote()), ["event_log"] = log.ToJsonString(),
            ["report_data"] = Convert.ToBase64String(ReportData), ["tcb_info"] = new JsonObject { ["app_compose"] = AppCompose },
            ["nvidia_payload"] = new JsonObject { ["nonce"] = "00" },
        };
        Spoil(json);
        return json.ToJsonString();
    }

    /// <summary>The quote in it.</summary>
    public byte[] Quote()
    {
        byte[] quote = new byte[1000];
        BinaryPrimitives.WriteUInt16LittleEndian(quote, 4);
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(2), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(quote.AsSpan(4), 0x81);
        quote[232] = 1;
        SHA256.HashData(Encoding.UTF8.GetBytes(Compose)).CopyTo(quote, 233);
        for (int register = 0; register < 4; register++)
        {
            byte[] value = new byte[48];
            foreach ((_, uint type, string name, byte[] payload) in Events.Where(entry => entry.Register == register))
            {
                value = SHA384.HashData([.. value, .. Digest(type, name, payload)]);
            }

            value.CopyTo(quote, 376 + (48 * register));
        }

        ReportData.CopyTo(quote, 568);
        BinaryPrimitives.WriteUInt32LittleEndian(quote.AsSpan(632), 364);
        SpoilQuote(quote);
        return quote;
    }
}
