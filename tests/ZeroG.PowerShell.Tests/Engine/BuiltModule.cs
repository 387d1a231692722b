using System.Reflection;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>Where the build has laid the module out.</summary>
internal static class BuiltModule
{
    /// <summary>The module's folder.</summary>
    public static string Folder { get; } = Path.GetFullPath(
        typeof(BuiltModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ModuleFolder")
            .Value!);

    /// <summary>The manifest by which it is imported.</summary>
    public static string Manifest { get; } = Path.Combine(Folder, "ZeroG.psd1");
}
