using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>
/// Empty assemblies with the names of all libraries that the module carries, in another version, loaded where a host or another module
/// would have them. Whatever of the module reaches for the host's load context finds these and fails.
/// </summary>
internal static class RivalLibraries
{
    /// <summary>The version of the rivals, which no library of the module has.</summary>
    public static Version Version { get; } = new(0, 0, 1, 0);

    /// <summary>Loads them, once per process. Libraries that the engine itself brings are already there in the host's version.</summary>
    public static void Load()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        HashSet<string> present = [.. platform.Split(Path.PathSeparator).Select(path => Path.GetFileName(path))];
        foreach (string library in Directory.EnumerateFiles(Path.Combine(BuiltModule.Folder, "lib"), "*.dll", SearchOption.AllDirectories))
        {
            string file = Path.GetFileName(library);
            if (!file.StartsWith("ZeroG.", StringComparison.Ordinal) && !library.Contains("native", StringComparison.Ordinal)
                && present.Add(file))
            {
                using MemoryStream rival = new();
                PersistedAssemblyBuilder builder =
                    new(new AssemblyName(Path.GetFileNameWithoutExtension(file)) { Version = Version }, typeof(object).Assembly);
                builder.DefineDynamicModule(file);
                builder.Save(rival);
                rival.Position = 0;
                AssemblyLoadContext.Default.LoadFromStream(rival);
            }
        }
    }
}
