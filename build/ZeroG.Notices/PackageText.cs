namespace ZeroG.Notices;

/// <summary>A licence or notices file of a package. Its lines end with a line feed, whatever the package was made on.</summary>
internal sealed record PackageText(string Name, string Content)
{
    public static PackageText Read(string file) => new(Path.GetFileName(file), File.ReadAllText(file).ReplaceLineEndings("\n").Trim());
}
