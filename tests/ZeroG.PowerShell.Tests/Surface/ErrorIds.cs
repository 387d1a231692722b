using System.Text.RegularExpressions;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Surface;

/// <summary>The error ids that the sources can produce: every text <c>Zg…</c> that stands before a kind or a category of error.</summary>
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
        "(Zg[A-Z][A-Za-z]+)",\s*(?:ErrorKind\.|ErrorCategory\.|KindOf\(|kind\b)
        """)]
    private static partial Regex Id();
}
