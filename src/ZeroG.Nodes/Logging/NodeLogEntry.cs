using System.Globalization;

namespace ZeroG.Nodes.Logging;

/// <summary>One line of a node's log.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="EventId">Number of the message, fixed for ever, so that operators can search for it.</param>
/// <param name="Message">The text.</param>
public sealed record NodeLogEntry(DateTimeOffset Time, NodeLogLevel Level, int EventId, string Message)
{
    /// <summary>UTC time, level, number and text in one line, as the log file has it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Abbreviation} {EventId:D4} {Message.ReplaceLineEndings(" ")}");

    private string Abbreviation => Level switch
    {
        NodeLogLevel.Debug => "DBG",
        NodeLogLevel.Information => "INF",
        NodeLogLevel.Warning => "WRN",
        _ => "ERR",
    };
}
