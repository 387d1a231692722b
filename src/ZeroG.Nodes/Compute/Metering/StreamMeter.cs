using System.Buffers;
using System.Numerics;
using System.Text.Json;
using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute.Metering;

/// <summary>
/// Listens to a stream of server-sent events as its bytes pass by: what it says about use, how many words it brings in case it says
/// nothing, and whether it has come to its end.
/// </summary>
internal sealed class StreamMeter
{
    // An event longer than this is passed on but not read: nothing about use is that long.
    private const int LongestLine = 1 << 20;

    private static readonly byte[] DataField = "data:"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly WordCount _words = new();
    private UsageCounts? _usage;
    private bool _lastSeen;
    private bool _tooLong;

    /// <summary>True when the event has passed by with which streams of this kind end, its empty line included.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What was used, as far as the stream has come.</summary>
    public UsageCounts Total => _usage ?? new UsageCounts(0, _words.Words);

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
            _tooLong |= _line.WrittenCount + part.Length > LongestLine;
            if (!_tooLong)
            {
                _line.Write(part);
            }

            if (end < 0)
            {
                return;
            }

            TakeLine(_tooLong ? default : _line.WrittenMemory);
            _line.ResetWrittenCount();
            _tooLong = false;
            bytes = bytes[(end + 1)..];
        }
    }

    private void TakeLine(ReadOnlyMemory<byte> line)
    {
        if (line.Span is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        if (line.IsEmpty)
        {
            IsComplete |= _lastSeen;
        }
        else if (line.Span.StartsWith(DataField))
        {
            TakeData(line[DataField.Length..]);
        }
    }

    private void TakeData(ReadOnlyMemory<byte> data)
    {
        if (data.Span.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            _lastSeen = true;
            return;
        }

        if (LenientJson.ParseObject(data) is not { } json)
        {
            return;
        }

        // Anthropic's streams tell the input in their first event and the output in a later one; both kinds repeat a running sum.
        _lastSeen |= json.Text("type") == "message_stop";
        UsageCounts? said = ReplyMeter.Usage(json) ?? (json.Object("message") is { } message ? ReplyMeter.Usage(message) : null);
        if (said is { } usage)
        {
            UsageCounts before = _usage ?? default;
            _usage = new UsageCounts(BigInteger.Max(before.Input, usage.Input), BigInteger.Max(before.Output, usage.Output));
        }

        foreach (JsonElement choice in json.Items("choices"))
        {
            _words.Append(choice.Object("delta")?.Text("content") ?? choice.Text("text") ?? "");
        }

        _words.Append(json.Object("delta")?.Text("text") ?? "");
    }
}
