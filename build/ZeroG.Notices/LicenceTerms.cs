using System.Text.RegularExpressions;

namespace ZeroG.Notices;

/// <summary>
/// The terms that SPDX identifiers stand for. Most packages only name their licence, but its words have to travel with them; they are found
/// in the texts of those packages that bring them.
/// </summary>
internal static partial class LicenceTerms
{
    /// <exception cref="InvalidDataException">No text holds the terms, or nobody has said how to know them.</exception>
    public static string Of(string identifier, IEnumerable<PackageText> texts)
    {
        IEnumerable<string> found = identifier switch
        {
            "Apache-2.0" => ["As in LICENSE.txt beside this file."],
            "MIT" => Find(Mit(), texts),
            "BSD-2-Clause" => Find(Bsd(), texts).Where(terms => !terms.Contains("Neither the name")),
            "BSD-3-Clause" => Find(Bsd(), texts).Where(terms => terms.Contains("Neither the name of the copyright holder")),
            _ => throw new InvalidDataException($"A package has the licence {identifier}; add to LicenceTerms.cs how its terms are known."),
        };

        // The wording that most texts agree on.
        return found.GroupBy(terms => Blanks().Replace(terms, " ")).MaxBy(same => same.Count())?.First()
            ?? throw new InvalidDataException($"No package has a text with the terms of {identifier}.");
    }

    private static IEnumerable<string> Find(Regex pattern, IEnumerable<PackageText> texts) =>
        texts.SelectMany(text => pattern.Matches(text.Content)).Select(match => match.Value);

    [GeneratedRegex(@"Permission is hereby granted, free of charge.+?DEALINGS IN\s+THE\s+SOFTWARE\.", RegexOptions.Singleline)]
    private static partial Regex Mit();

    // Only what any holder can say: others name themselves, ask for more than these licences do, or stand in comments.
    [GeneratedRegex(
        @"Redistribution and use in source and binary forms(?:(?!Redistribution and use|\n \*|advertising).)+?" +
        @"THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE.+?POSSIBILITY OF\s+SUCH\s+DAMAGE\.",
        RegexOptions.Singleline)]
    private static partial Regex Bsd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
