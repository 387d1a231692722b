using System.Buffers.Binary;
using System.Text.Json.Nodes;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>The echo's ear: it says how long and how large a recording is, not what is in it.</summary>
internal static class EchoSpeech
{
    // 16 bits, 16 kHz, one channel: what a recording without a header of its own is taken for.
    private const double AssumedBytesPerSecond = 32_000;

    private const int WaveHeaderSize = 44;
    private const int ByteRateOffset = 28;

    /// <summary>OpenAI's <c>audio/transcriptions</c>, as json, text or verbose_json.</summary>
    public static HttpResponseMessage Transcribe(MultipartFields form)
    {
        if (form.Files.Count == 0)
        {
            throw new InvalidDataException("the form has no file");
        }

        (string name, byte[] bytes) = form.Files[0];
        double seconds = SecondsOf(bytes);
        string text = $"echo of {name}, {bytes.Length} bytes";
        JsonObject usage = new() { ["type"] = "duration", ["seconds"] = seconds };
        return form.Texts.GetValueOrDefault("response_format", "json") switch
        {
            "text" => EchoBackend.Reply(text + "\n", "text/plain"),
            "verbose_json" => EchoBackend.Json(new JsonObject
            {
                ["task"] = "transcribe", ["language"] = "english", ["duration"] = seconds, ["text"] = text, ["segments"] = new JsonArray(),
                ["usage"] = usage,
            }),
            "json" => EchoBackend.Json(new JsonObject { ["text"] = text, ["usage"] = usage }),
            var other => throw new InvalidDataException($"response_format {other} is not known; json, text and verbose_json are"),
        };
    }

    private static double SecondsOf(ReadOnlySpan<byte> recording)
    {
        bool isWave = recording.Length > WaveHeaderSize && recording.StartsWith("RIFF"u8) && recording[8..].StartsWith("WAVE"u8);
        uint rate = isWave ? BinaryPrimitives.ReadUInt32LittleEndian(recording[ByteRateOffset..]) : 0;
        return rate > 0 ? (recording.Length - WaveHeaderSize) / (double)rate : recording.Length / AssumedBytesPerSecond;
    }
}
