using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;

namespace ZeroG.Loader;

/// <summary>
/// What the engine calls on import and on removal: the road from the host's load context into the module's own, and the names of the value
/// types. It has an assembly of its own, which the manifest nests, because the road must be there before the engine looks at the cmdlets:
/// on Windows the runtime loads a type of lib/ as soon as it meets an abstract method that takes one by value.
/// Runs once per import and runspace. Nodes that the user started go on after the removal and are found again after the next import.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly Lock Gate = new();

    // Resolver and names belong to the process, imports to runspaces; a runspace that is closed never says that it let the module go.
    private static readonly List<WeakReference<Runspace>> Importers = [];

    public void OnImport()
    {
        lock (Gate)
        {
            ForgetClosed();
            if (Importers.Count == 0)
            {
                // The same static delegate each time: taking it away first keeps it from being there twice.
                AssemblyLoadContext.Default.Resolving -= ModuleLoadContext.ResolveForHost;
                AssemblyLoadContext.Default.Resolving += ModuleLoadContext.ResolveForHost;
                ValueTypeNames.Add();
            }

            Importers.Add(new WeakReference<Runspace>(Runspace.DefaultRunspace));
        }
    }

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            int own = Importers.FindIndex(
                importer => importer.TryGetTarget(out Runspace? runspace) && runspace == Runspace.DefaultRunspace);
            if (own >= 0)
            {
                Importers.RemoveAt(own);
            }

            ForgetClosed();
            if (Importers.Count == 0)
            {
                ValueTypeNames.Remove();
                AssemblyLoadContext.Default.Resolving -= ModuleLoadContext.ResolveForHost;
            }
        }
    }

    private static void ForgetClosed() => Importers.RemoveAll(importer =>
        !importer.TryGetTarget(out Runspace? runspace) || runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken);
}
