using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// The report of a provider without a TEE. It has the fields that official verifiers read, filled with what is true, and says in
/// <c>mode</c> that it proves nothing; the quote is the word that brokers use in their own development mode.
/// </summary>
internal static class DevelopmentReport
{
    /// <summary>Header with the TEE key's signature over the hash of the body.</summary>
    public const string SignatureHeader = "ZG-Quote-Signature";

    private const int ReportDataSize = 64;

    // Register 3 holds what dstack measures of the application; the type is that of its runtime events.
    private const int ComposeRegister = 3;
    private const int RuntimeEventType = 0x08000001;

    private const string AppCompose =
        """{"manifest_version":2,"name":"zerog-development-provider","runner":"none","docker_compose_file":"services: {}\n"}""";

    /// <summary>The report's JSON.</summary>
    public static byte[] Create(Address signer)
    {
        // The legacy layout: the address as text, then zeros (0G compute specification 3.2).
        byte[] reportData = new byte[ReportDataSize];
        Encoding.ASCII.GetBytes(signer.ToString(), reportData);
        byte[] composeHash = SHA256.HashData(Encoding.UTF8.GetBytes(AppCompose));
        object[] events =
        [
            new
            {
                imr = ComposeRegister,
                event_type = RuntimeEventType,
                digest = Digest("compose-hash", composeHash),
                @event = "compose-hash",
                event_payload = Convert.ToHexStringLower(composeHash),
            },
        ];
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            mode = "development",
            notice = "Development key in no TEE. This report proves nothing about hardware or code.",
            quote = "mock",
            event_log = JsonSerializer.Serialize(events),
            report_data = Convert.ToBase64String(reportData),
            tcb_info = new { app_compose = AppCompose },
            signing_address = signer.ToString(),
        });
    }

    /// <summary>The header's value.</summary>
    public static string Sign(byte[] report, TeeKey key) => Hex.ToHex(key.SignMessage(Hash256.Keccak(report).Bytes));

    private static string Digest(string name, byte[] payload)
    {
        byte[] type = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(type, RuntimeEventType);
        return Convert.ToHexStringLower(SHA384.HashData([.. type, (byte)':', .. Encoding.ASCII.GetBytes(name), (byte)':', .. payload]));
    }
}
