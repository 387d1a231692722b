using System.Text.RegularExpressions;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Surface;

/// <summary>
/// The error ids that the sources can produce: every text <c>Zg…</c> but the nouns of cmdlets and the names of value types.
/// </summary>
internal static partial class ErrorIds
{
    /// <summary>All of them in alphabetical order.</summary>
    public static IReadOnlyList<string> InSources { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex("""
        (?<!Verbs\w+\.\w+,\s*)"(Zg(?!(?:Amount|Address|Hash)")[A-Z][A-Za-z]+)"
        """)]
    private static partial Regex Id();
}
