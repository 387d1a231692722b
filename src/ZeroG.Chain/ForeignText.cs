using System.Globalization;
using System.Text;

namespace ZeroG.Chain;

/// <summary>
/// Words of servers and contracts, which anybody may have written, made fit for a terminal and a log: one line, no control characters, no
/// marks that turn the direction of writing, and not longer than a person reads.
/// </summary>
internal static class ForeignText
{
    /// <summary>Characters of a server's words that are shown.</summary>
    public const int LongestShown = 500;

    /// <summary>The text with every character that is not for reading replaced by a space, cut off at a length.</summary>
    public static string Clean(string text, int longest = LongestShown)
    {
        bool isCut = text.Length > longest;
        ReadOnlySpan<char> kept = isCut ? text.AsSpan(0, longest) : text;
        StringBuilder clean = new(kept.Length + 1);
        foreach (Rune rune in kept.EnumerateRunes())
        {
            clean.Append(IsReadable(rune) ? rune.ToString() : " ");
        }

        return isCut ? clean.Append('…').ToString() : clean.ToString();
    }

    private static bool IsReadable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
