using System.Globalization;

namespace ZeroG.Nodes.Logging;

/// <summary>One line of a node's log.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="EventId">Number of the message, fixed for ever, so that operators can search for it.</param>
/// <param name="Message">The text.</param>
public sealed record NodeLogEntry(DateTimeOffset Time, NodeLogLevel Level, int EventId, string Message)
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    // In the order of NodeLogLevel.
    private static readonly string[] Abbreviations = ["DBG", "INF", "WRN", "ERR"];

    /// <summary>UTC time, level, number and text in one line, as the log file has it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Abbreviation} {EventId:D4} {Message.ReplaceLineEndings(" ")}");

    /// <summary>Reads what <see cref="ToString"/> writes; null for any other line.</summary>
    public static NodeLogEntry? TryParse(string line)
    {
        string[] parts = line.Split(' ', 4);
        return parts.Length == 4
            && DateTimeOffset.TryParseExact(
                parts[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && Array.IndexOf(Abbreviations, parts[1]) is var level and >= 0
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int eventId)
                ? new NodeLogEntry(time, (NodeLogLevel)level, eventId, parts[3])
                : null;
    }

    private string Abbreviation => Abbreviations[Math.Clamp((int)Level, 0, Abbreviations.Length - 1)];
}
