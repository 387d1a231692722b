using System.Xml.Linq;

namespace ZeroG.Notices;

/// <summary>A NuGet package of which files travel with the module, as its nuspec and the texts in its folder describe it.</summary>
internal sealed record ShippedPackage
{
    private static readonly string[] TextNames = ["license", "licence", "copying", "notice", "third-party-notices", "thirdpartynotices"];

    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>An SPDX expression; null for a package that has a text of its own.</summary>
    public string? Licence { get; init; }

    public required string Copyright { get; init; }

    public required string Address { get; init; }

    /// <summary>Where its files lie in the module: paths of files, or of folders with a slash at the end.</summary>
    public required string[] Places { get; init; }

    /// <summary>Its own licence and notices.</summary>
    public required PackageText[] Texts { get; init; }

    /// <summary>The folder of the package that a file lies in: the nearest above it with a nuspec.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static string FolderOf(string file)
    {
        for (DirectoryInfo? folder = Directory.GetParent(file); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.nuspec").Any())
            {
                return folder.FullName;
            }
        }

        throw new InvalidDataException($"{file} is in no package.");
    }

    public static ShippedPackage Read(string folder, IEnumerable<string> places)
    {
        XElement metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
        XElement? Find(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);
        string? Text(string name) => Find(name)?.Value.ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? text : null;

        return new ShippedPackage
        {
            Id = Text("id")!,
            Version = Text("version")!,
            Licence = (string?)Find("license")?.Attribute("type") == "expression" ? Text("license") : null,
            Copyright = Text("copyright") ?? $"the authors: {Text("authors")}",
            Address = Text("projectUrl") ?? (string?)Find("repository")?.Attribute("url") ?? $"https://www.nuget.org/packages/{Text("id")}",
            Places = [.. places.Distinct().Order(StringComparer.Ordinal)],
            Texts = [.. Directory.GetFiles(folder).Where(IsText).Order(StringComparer.Ordinal).Select(PackageText.Read)],
        };
    }

    private static bool IsText(string file) => TextNames.Contains(Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
}
