namespace ZeroG.Notices;

/// <summary>The text of THIRD-PARTY-NOTICES.txt: the packages, the terms of their licences, and the texts that they bring along.</summary>
internal static class NoticesFile
{
    private static readonly char[] Separators = [' ', '(', ')'];

    /// <exception cref="InvalidDataException">A package does not say what its licence is, or the terms are not known.</exception>
    public static string Write(ShippedPackage[] packages)
    {
        PackageText[] texts = [.. packages.SelectMany(package => package.Texts)];
        string[] lines =
        [
            "THIRD-PARTY NOTICES",
            "",
            "The module carries files of the packages below, each under the licence named with it. The terms follow the list.",
            .. packages.SelectMany(Describe),
            .. packages.SelectMany(Identifiers).Distinct().Order(StringComparer.Ordinal)
                .SelectMany(licence => Section($"Terms of {licence}", LicenceTerms.Of(licence, texts))),
            .. packages.SelectMany(package => package.Texts.Select(text => (package.Id, text.Name, text.Content)))
                .GroupBy(text => text.Content)
                .SelectMany(same => Section($"{same.First().Name} of {string.Join(", ", same.Select(text => text.Id))}", same.Key)),
        ];
        return string.Join('\n', lines) + '\n';
    }

    private static string[] Describe(ShippedPackage package) =>
    [
        "",
        $"{package.Id} {package.Version}",
        $"  Licence: {package.Licence ?? $"{LicenceFile(package)}, below"}",
        $"  Copyright: {package.Copyright}",
        $"  Project: {package.Address}",
        .. package.Places.Select(place => $"  File: {place}"),
        .. NativeCode.Of(package.Id).Select(part => $"  Linked in: {part}"),
    ];

    private static IEnumerable<string> Identifiers(ShippedPackage package) =>
        package.Licence?.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("AND" or "OR")) ?? [];

    private static string LicenceFile(ShippedPackage package) =>
        package.Texts.FirstOrDefault(text => text.Name.StartsWith("licen", StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw new InvalidDataException($"{package.Id} {package.Version} does not say what its licence is.");

    private static string[] Section(string title, string content) => ["", new string('=', 80), title, new string('=', 80), "", content];
}
