using System.Buffers;
using System.Management.Automation.Language;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>What completers share: matching the word typed so far and quoting what needs it.</summary>
internal static class CompletionText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" '\"`$(){}[];,|&@#<>");

    /// <summary>The text to insert for a candidate; null when it does not begin with the word.</summary>
    public static string? For(string candidate, string word) =>
        candidate.StartsWith(word.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase) ? Quote(candidate) : null;

    private static string Quote(string candidate)
    {
        bool bare = candidate.Length > 0 && !candidate.AsSpan().ContainsAny(Special);
        return bare ? candidate : $"'{CodeGeneration.EscapeSingleQuotedStringContent(candidate)}'";
    }
}
