using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Isolation;

/// <summary>The module beside other versions of its own dependencies, in one process.</summary>
public sealed class ModuleIsolationTests
{
    [Theory]
    [InlineData("BouncyCastle.Cryptography")]
    [InlineData("RocksDbSharp")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.Core")]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Google.Protobuf")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public void Import_HostHasOtherVersion_ModuleLoadsItsOwn(string library)
    {
        using ModuleSession session = new();
        Assembly rival = AssemblyLoadContext.Default.Assemblies.Single(assembly => assembly.GetName().Name == library);

        Assembly own = AssemblyLoadContext.All.Single(context => context.Name == "ZeroG").LoadFromAssemblyName(new AssemblyName(library));

        Assert.Equal(RivalLibraries.Version, rival.GetName().Version);
        Assert.NotEqual(RivalLibraries.Version, own.GetName().Version);
        Assert.Equal("ZeroG", AssemblyLoadContext.GetLoadContext(own)!.Name);
        Assert.StartsWith(BuiltModule.Folder, own.Location, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_AnyHost_OnlyCmdletsInTheHostsContext()
    {
        using ModuleSession session = new();
        session.Run("Get-ZgNode").AssertNoErrors();

        string[] ours =
            Directory.GetFiles(Path.Combine(BuiltModule.Folder, "lib"), "ZeroG.*.dll").Select(Path.GetFileNameWithoutExtension).ToArray()!;

        Assert.NotEmpty(ours);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => ours.Contains(assembly.GetName().Name));
    }

    [Fact]
    public void Folder_BesideTheCmdlets_HoldsTheLoaderAlone() =>
        Assert.Equal(
            ["ZeroG.Loader.dll", "ZeroG.dll"],
            Directory.GetFiles(BuiltModule.Folder, "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    /// <summary>
    /// On Windows the runtime loads some types of lib/ when the engine lists the cmdlets. Before that, only what the engine imports first
    /// can show the way, and that must need nothing of lib/ itself.
    /// </summary>
    [Fact]
    public void Import_AnyHost_LoaderComesBeforeTheCmdletsAndNeedsNothing()
    {
        using ModuleSession session = new();
        Assert.Equal("ZeroG.Loader", session.Run("(Get-Module ZeroG).NestedModules.Name").Single().ToString());

        Assembly loader = AssemblyLoadContext.Default.Assemblies.Single(assembly => assembly.GetName().Name == "ZeroG.Loader");
        Assembly cmdlets = AssemblyLoadContext.Default.Assemblies.Single(assembly => assembly.GetName().Name == "ZeroG");
        Type lifetime = Assert.Single(loader.GetExportedTypes());
        Assert.Contains(typeof(IModuleAssemblyInitializer), lifetime.GetInterfaces());
        const BindingFlags Own =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        Assert.DoesNotContain(
            lifetime.GetMethods(Own).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)),
            type => type.Assembly.GetName().Name!.StartsWith("ZeroG", StringComparison.Ordinal));
        Assert.DoesNotContain(cmdlets.GetExportedTypes(), type => type.IsAssignableTo(typeof(IModuleAssemblyInitializer)));
    }

    [Fact]
    public void Import_RemovedAndImportedAgain_ExportsTheSameCmdlets()
    {
        using ModuleSession session = new();

        RunResult result = session.Run("""
            $before = (Get-Module ZeroG).ExportedCmdlets.Count
            Remove-Module ZeroG
            Import-Module $ModuleManifest
            Import-Module $ModuleManifest -Force
            $null = Get-ZgNode
            $before -gt 0 -and $before -eq (Get-Module ZeroG).ExportedCmdlets.Count
            """);

        Assert.Equal(true, result.Single());
    }

    [Fact]
    public void Import_AnyHost_WritesNothing()
    {
        using ModuleSession session = new(import: false);

        RunResult result = session.Run("Import-Module $ModuleManifest -Verbose:$false");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Progress);
    }

    [Fact]
    public async Task Import_FiveRunspacesAtOnce_AllWork()
    {
        Task<RunResult>[] runs = [.. Enumerable.Range(0, 5).Select(_ => Task.Run(() =>
        {
            using ModuleSession session = new();
            return session.Run("Get-ZgNode -Name none*; [ZgAmount]'1.5'");
        }))];

        foreach (RunResult result in await Task.WhenAll(runs))
        {
            Assert.Equal("1.5 0G", result.Single().ToString());
        }
    }
}
