using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using ZeroG.Shell.Commands;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A runspace of its own, as a user of a bare engine has it, with the built module imported.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    // Every test of this project runs beside other versions of the module's libraries.
    static ModuleSession() => RivalLibraries.Load();

    /// <summary>Opens it.</summary>
    /// <param name="import">Whether the module is imported.</param>
    /// <param name="everyday">Whether commands such as Select-Object and Import-Csv are there, in the form that <c>zg</c> brings.</param>
    /// <param name="host">Who is at the terminal; null for nobody.</param>
    public ModuleSession(bool import = true, bool everyday = false, PSHost? host = null)
    {
        InitialSessionState state = everyday ? EverydayCommands.CreateSessionState() : InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseNewThread;
        if (import)
        {
            state.ImportPSModule(BuiltModule.Manifest);
        }

        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("ModuleManifest", BuiltModule.Manifest);
    }

    /// <summary>The runspace, for what needs the engine itself.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Goes to a folder, as Set-Location does; the process stays where it is.</summary>
    public void SetLocation(string folder) => _runspace.SessionStateProxy.Path.SetLocation(folder);

    /// <summary>Sets a variable of the session.</summary>
    public void Set(string name, object value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>What the Tab key offers at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(_runspace);
        return CommandCompletion.CompleteInput(line, line.Length, options: null, shell).CompletionMatches;
    }

    /// <summary>Runs a script with objects as its pipeline input.</summary>
    public RunResult Run(string script, params object[] input)
    {
        using System.Management.Automation.PowerShell shell = Prepare(script);
        List<PSObject> output = [];
        try
        {
            shell.Invoke(input, output);
        }
        catch (RuntimeException failure)
        {
            return Collect(shell, output, failure.ErrorRecord);
        }

        return Collect(shell, output, terminating: null);
    }

    /// <summary>A script ready to run, for tests that stop it.</summary>
    public System.Management.Automation.PowerShell Prepare(string script)
    {
        System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(_runspace);
        return shell.AddScript(script);
    }

    public void Dispose() => _runspace.Dispose();

    private static RunResult Collect(System.Management.Automation.PowerShell shell, List<PSObject> output, ErrorRecord? terminating) => new(
        output,
        terminating is null ? [.. shell.Streams.Error] : [.. shell.Streams.Error, terminating],
        [.. shell.Streams.Warning.Select(record => record.Message)],
        [.. shell.Streams.Verbose.Select(record => record.Message)],
        [.. shell.Streams.Progress]);
}
