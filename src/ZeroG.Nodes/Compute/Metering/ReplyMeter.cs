using System.Numerics;
using System.Text.Json;
using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute.Metering;

/// <summary>What a whole reply used (0G compute specification 5.3).</summary>
internal static class ReplyMeter
{
    /// <summary>Reads the use out of a reply.</summary>
    /// <param name="path">One of <see cref="ProxyPath"/>.</param>
    /// <param name="reply">The body.</param>
    /// <param name="images">Images asked for.</param>
    public static UsageCounts Read(string path, ReadOnlyMemory<byte> reply, int images)
    {
        if (path is ProxyPath.Image or ProxyPath.ImageEdit)
        {
            return new UsageCounts(0, images);
        }

        JsonElement? root = LenientJson.ParseObject(reply);
        return path == ProxyPath.Transcription ? Speech(root)
            : root is { } json ? Usage(json) ?? new UsageCounts(0, WordsOf(json)) : default;
    }

    /// <summary>Tokens by OpenAI's or Anthropic's names; null when the object says nothing about use.</summary>
    public static UsageCounts? Usage(JsonElement root)
    {
        if (root.Object("usage") is not { } usage)
        {
            return null;
        }

        if (!usage.TryGetProperty("input_tokens", out _) && !usage.TryGetProperty("output_tokens", out _))
        {
            return UsageCounts.Read(ServiceTypes.Chat, usage.GetRawText());
        }

        // Anthropic counts what it kept or found in its cache apart from the rest of the prompt; OpenAI's count has all of it.
        return new UsageCounts(
            Count(usage, "input_tokens") + Count(usage, "cache_creation_input_tokens") + Count(usage, "cache_read_input_tokens"),
            Count(usage, "output_tokens"));
    }

    /// <summary>Seconds or tokens of speech; a reply that says neither costs the least there is, one second.</summary>
    private static UsageCounts Speech(JsonElement? root)
    {
        UsageCounts said = root?.Object("usage") is { } usage ? UsageCounts.Read(ServiceTypes.Speech, usage.GetRawText()) : default;
        if (said != default)
        {
            return said;
        }

        // The verbose form has it outside of the usage, which older servers leave out.
        decimal seconds = root is { } json && json.TryGetProperty("duration", out JsonElement duration)
            && duration.ValueKind == JsonValueKind.Number && duration.TryGetDecimal(out decimal number) ? number : 0;
        return new UsageCounts(UsageCounts.Seconds(seconds), 0);
    }

    private static BigInteger Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count)
            ? Math.Max(0, count)
            : 0;

    private static long WordsOf(JsonElement root)
    {
        long words = 0;
        foreach (JsonElement choice in root.Items("choices"))
        {
            words += WordCount.Of(choice.Object("message")?.Text("content") ?? choice.Text("text") ?? "");
        }

        foreach (JsonElement block in root.Items("content"))
        {
            words += WordCount.Of(block.Text("text") ?? "");
        }

        return words;
    }
}
