using System.Xml.Linq;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.House;

/// <summary>Each floor of the house uses only the floors below it (docs/architecture.md).</summary>
public sealed class FloorTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["ZeroG.Cryptography"] = 1,
        ["ZeroG.Chain"] = 2,
        ["ZeroG.Storage"] = 3,
        ["ZeroG.DataAvailability"] = 3,
        ["ZeroG.Compute"] = 3,
        ["ZeroG.DevChain"] = 4,
        ["ZeroG.Nodes"] = 5,
        ["ZeroG.Loader"] = 6,
        ["ZeroG.PowerShell"] = 6,
        ["ZeroG.Shell"] = 7,
    };

    // Rooms that use another of their own floor: datasets and models of fine-tuning travel through storage; the loader is laid out with
    // the cmdlets.
    private static readonly (string Project, string Target)[] Doors =
        [("ZeroG.Compute", "ZeroG.Storage"), ("ZeroG.PowerShell", "ZeroG.Loader")];

    // Packages and frameworks that only some floors may know.
    private static readonly (string Prefix, int LowestFloor)[] Walls =
    [
        ("System.Management.Automation", 6), ("Microsoft.PowerShell", 6), ("PowerShellStandard", 6),
        ("Microsoft.AspNetCore", 5), ("Grpc.AspNetCore", 5), ("RocksDB", 5), ("LightningDB", 5), ("Microsoft.Data", 5),
    ];

    [Fact]
    public void Projects_UnderSrc_AllHaveAFloor() =>
        Assert.Equal(Projects().Select(Name).Order(), Floors.Keys.Order().Intersect(Projects().Select(Name)));

    [Fact]
    public void ProjectReferences_PointDownwards()
    {
        foreach (string project in Projects())
        {
            foreach (string target in
                Items(project, "ProjectReference").Where(path => !path.Contains("/build/", StringComparison.Ordinal)).Select(Name))
            {
                Assert.True(
                    Floors[target] < Floors[Name(project)] || Doors.Contains((Name(project), target)),
                    $"{Name(project)} refers to {target}, which is not below it.");
            }
        }
    }

    [Fact]
    public void Packages_AreKnownOnlyAboveTheirWall()
    {
        foreach (string project in Projects())
        {
            foreach (string package in Items(project, "PackageReference").Concat(Items(project, "FrameworkReference")))
            {
                foreach ((string prefix, int lowest) in Walls)
                {
                    Assert.False(
                        package.StartsWith(prefix, StringComparison.Ordinal) && Floors[Name(project)] < lowest,
                        $"{Name(project)} (floor {Floors[Name(project)]}) refers to {package}, which belongs to floor {lowest} and above.");
                }
            }
        }
    }

    [Fact]
    public void Cmdlets_NameNoWebServerOrDatabase()
    {
        string folder = Path.Combine(Repository.Root, "src", "ZeroG.PowerShell");
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(file);
            Assert.False(text.Contains("using Microsoft.AspNetCore", StringComparison.Ordinal), file);
            Assert.False(text.Contains("using RocksDb", StringComparison.Ordinal), file);
        }
    }

    private static string[] Projects() => Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(project).Descendants(kind).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
