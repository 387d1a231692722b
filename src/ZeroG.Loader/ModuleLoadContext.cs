using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ZeroG.Loader;

/// <summary>
/// The module's own load context: every assembly in <c>lib/</c> lives here, whatever versions of the same libraries the host or another
/// module has loaded. Names that lib/ does not hold (the runtime, the engine, the cmdlets) are the host's.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string _library;
    private readonly string _aspNetCore;
    private readonly string[] _nativeFolders;

    private ModuleLoadContext(string library)
        : base("ZeroG")
    {
        _library = library;
        string platform = $"{SystemName}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        _aspNetCore = Path.Combine(library, "aspnetcore", platform);
        _nativeFolders = [Path.Combine(library, "runtimes", platform, "native"), library];
    }

    /// <summary>The context of this process, which outlives the removal of the module: assemblies are never unloaded.</summary>
    public static ModuleLoadContext Instance { get; } = new(
        Path.Combine(Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!, "lib"));

    private static string SystemName => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    /// <summary>Answers the default context, for the module's own assemblies and for nothing else.</summary>
    public static Assembly? ResolveForHost(AssemblyLoadContext host, AssemblyName name) =>
        name.Name is { } simple && simple.StartsWith("ZeroG.", StringComparison.Ordinal) ? Instance.Load(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = assemblyName.Name + ".dll";
        string path = Path.Combine(_library, file);
        if (!File.Exists(path))
        {
            path = Path.Combine(_aspNetCore, file);
        }

        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        foreach (string folder in _nativeFolders)
        {
            foreach (string name in (string[])[unmanagedDllName, unmanagedDllName + extension, $"lib{unmanagedDllName}{extension}"])
            {
                if (File.Exists(Path.Combine(folder, name)))
                {
                    return LoadUnmanagedDllFromPath(Path.Combine(folder, name));
                }
            }
        }

        return 0;
    }
}
