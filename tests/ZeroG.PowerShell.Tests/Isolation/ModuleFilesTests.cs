using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Isolation;

/// <summary>What the module's folder holds: nothing twice, and nothing that no assembly of it refers to.</summary>
public sealed class ModuleFilesTests
{
    private static readonly string Library = Path.Combine(BuiltModule.Folder, "lib");

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

    private static string[] References(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        MetadataReader metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
