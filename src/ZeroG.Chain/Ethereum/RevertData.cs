using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Ethereum;

/// <summary>Finds the bytes that a reverted call returned in a node's refusal; every family of nodes puts them elsewhere.</summary>
internal static partial class RevertData
{
    // Codes for reverts: 3 of geth, reth, anvil and hardhat; -32015 of OpenEthereum and some providers.
    private const int ProviderRevert = -32015;

    // Deeper than any node nests its error, shallow enough to end.
    private const int DeepestNesting = 4;

    /// <summary>True when the refusal reports a revert; the data is empty when the contract or the node gave none.</summary>
    public static bool TryFind(JsonRpcException refusal, out byte[] data)
    {
        bool found = Find(refusal.RemoteData, 0, out data) || FindInText(refusal.RemoteMessage, out data);
        return refusal.Code is JsonRpcErrorCode.Reverted or ProviderRevert
            || refusal.RemoteMessage.Contains("revert", StringComparison.OrdinalIgnoreCase)
            || (found && refusal.Code != JsonRpcErrorCode.InvalidParams && MentionsRevert(refusal.RemoteData));
    }

    private static bool Find(JsonElement? element, int depth, out byte[] data)
    {
        data = [];
        switch (element)
        {
            case { ValueKind: JsonValueKind.String } member:
                string text = Read(member);
                if (text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryParseBytes(text, out byte[]? bytes))
                {
                    data = bytes;
                    return true;
                }

                return FindInText(text, out data);

            case { ValueKind: JsonValueKind.Object } parent when depth < DeepestNesting:
                return (parent.TryGetProperty("data"u8, out JsonElement inner) && Find(inner, depth + 1, out data))
                    || (parent.TryGetProperty("originalError"u8, out inner) && Find(inner, depth + 1, out data));

            default:
                return false;
        }
    }

    private static string Read(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape; there are no bytes in that.
            return "";
        }
    }

    private static bool MentionsRevert(JsonElement? element) =>
        element is { } data && data.GetRawText().Contains("revert", StringComparison.OrdinalIgnoreCase);

    private static bool FindInText(string text, out byte[] data)
    {
        data = ReturnedBytes().Match(text) is { Success: true } match && Hex.TryParseBytes(match.ValueSpan, out byte[]? bytes) ? bytes : [];
        return data.Length > 0;
    }

    // Whole words of hex whose length fits a selector and ABI words; an address or hash in a message does not.
    [GeneratedRegex(@"\b0x[0-9a-fA-F]{8}(?:[0-9a-fA-F]{64})*\b", RegexOptions.CultureInvariant)]
    private static partial Regex ReturnedBytes();
}
