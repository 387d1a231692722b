using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Isolation;

/// <summary>
/// What the module's folder holds: nothing twice, nothing that no assembly of it refers to, the licences of all of it, and no path of the
/// machine that built it.
/// </summary>
public sealed class ModuleFilesTests
{
    private static readonly string Library = Path.Combine(BuiltModule.Folder, "lib");

    private static readonly string Notices = Path.Combine(BuiltModule.Folder, "THIRD-PARTY-NOTICES.txt");

    // Of the tests, and of the module that was built with them.
    private static readonly string Configuration =
        typeof(ModuleFilesTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static TheoryData<string> Platforms =>
        [.. Directory.GetDirectories(Path.Combine(Library, "aspnetcore")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Library_OfAPlatform_HoldsNothingThatNobodyRefersTo(string platform)
    {
        string[] shared = Directory.GetFiles(Library, "*.dll");
        string[] compiled = Directory.GetFiles(Path.Combine(Library, "aspnetcore", platform), "*.dll");
        Dictionary<string, string> files = shared.Concat(compiled).ToDictionary(file => Path.GetFileNameWithoutExtension(file));
        Queue<string> open = new([Path.Combine(BuiltModule.Folder, "ZeroG.dll"), .. Directory.GetFiles(Library, "ZeroG.*.dll")]);
        HashSet<string> reached = [.. open.Select(file => Path.GetFileNameWithoutExtension(file))];
        while (open.TryDequeue(out string? file))
        {
            foreach (string name in References(file).Where(name => files.ContainsKey(name) && reached.Add(name)))
            {
                open.Enqueue(files[name]);
            }
        }

        Assert.Equal([], files.Keys.Except(reached));
    }

    [Fact]
    public void Notices_NameThePackageOfEveryFileThatIsNotOurs()
    {
        string[] places = NoticesOf("File");

        string[] foreign =
        [
            .. Directory.GetFiles(Library, "*", SearchOption.AllDirectories)
                .Where(file => !Path.GetFileName(file).StartsWith("ZeroG.", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(BuiltModule.Folder, file).Replace('\\', '/')),
        ];

        Assert.NotEmpty(foreign);
        Assert.Equal([], foreign.Where(file => !places.Any(place => IsAt(file, place))));
        Assert.Equal([], places.Where(place => !foreign.Any(file => IsAt(file, place))));
    }

    [Fact]
    public void Notices_HoldTheTermsOfEveryLicence_AndNothingOfTheMachineThatBuiltThem()
    {
        string notices = File.ReadAllText(Notices);

        string[] licences = [.. NoticesOf("Licence").Distinct()];

        Assert.Equal(["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT"], licences.Order(StringComparer.Ordinal));
        Assert.All(licences, licence => Assert.Contains($"\nTerms of {licence}\n", notices, StringComparison.Ordinal));
        Assert.Contains("END OF TERMS AND CONDITIONS", File.ReadAllText(Path.Combine(BuiltModule.Folder, "LICENSE.txt")));
        Assert.DoesNotContain(Repository.Root, notices, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), notices, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_OfAPackedModule_AreNamedByTheirPlaceInTheRepository()
    {
        string[] ours = [.. Directory.GetFiles(BuiltModule.Folder, "ZeroG*.dll"), .. Directory.GetFiles(Library, "ZeroG.*.dll")];

        // A Debug module that is not built for others (CI=true) names them where a debugger finds them.
        string[] roots = Configuration == "Release" ? ["/_/"] : ["/_/", Repository.Root];

        Assert.NotEmpty(ours);
        Assert.All(ours, file => Assert.NotEmpty(Sources(file)));
        Assert.Equal([], ours.SelectMany(Sources).Where(source => !roots.Any(root => source.StartsWith(root, StringComparison.Ordinal))));
    }

    private static string[] NoticesOf(string kind) =>
    [
        .. File.ReadAllLines(Notices)
            .Where(line => line.StartsWith($"  {kind}: ", StringComparison.Ordinal))
            .Select(line => line.Split(": ", 2)[1]),
    ];

    private static bool IsAt(string file, string place) =>
        place.EndsWith('/') ? file.StartsWith(place, StringComparison.Ordinal) : file == place;

    private static string[] Sources(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        DebugDirectoryEntry entry = reader.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider symbols = reader.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader metadata = symbols.GetMetadataReader();
        return [.. metadata.Documents.Select(handle => metadata.GetString(metadata.GetDocument(handle).Name))];
    }

    private static string[] References(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        MetadataReader metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
