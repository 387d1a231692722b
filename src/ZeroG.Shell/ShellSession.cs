using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using ZeroG.Shell.Commands;
using ZeroG.Shell.Hosting;
using Engine = System.Management.Automation.PowerShell;

namespace ZeroG.Shell;

/// <summary>
/// One runspace with the module imported and what runs in it. Objects and errors go through Out-Default, so they are shown by the module's
/// own views.
/// </summary>
internal sealed class ShellSession : IDisposable
{
    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private Engine? _running;
    private bool _interrupted;

    public ShellSession(ShellHost host)
    {
        _host = host;
        InitialSessionState state = EverydayCommands.CreateSessionState();
        string? manifest = ModuleLocation.Find();
        if (manifest is not null)
        {
            state.ImportPSModule(manifest);
        }

        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        if (manifest is null)
        {
            host.UI.WriteWarningLine("The ZeroG module was not found. Build it with 'dotnet build', or name its folder in ZEROG_MODULE.");
        }
    }

    /// <summary>Does what the command line says and gives the exit code.</summary>
    public int Run(ShellArguments arguments) => arguments switch
    {
        { Text: "-" } when Console.IsInputRedirected => RunText(Console.In.ReadToEnd(), failsWithLastStatement: false),
        { Mode: ShellMode.Command } => RunText(arguments.Text, failsWithLastStatement: true),
        { Mode: ShellMode.File } => RunFile(arguments.Text, arguments.Rest),
        _ => RunPrompt(),
    };

    /// <summary>Stops what runs; false when nothing does, and the process may end.</summary>
    public bool Stop()
    {
        Engine? running;
        lock (_gate)
        {
            running = _running;
            _interrupted = running is not null;
        }

        running?.BeginStop(null, null);
        return running is not null;
    }

    public void Dispose() => _runspace.Dispose();

    private int RunText(string text, bool failsWithLastStatement)
    {
        int code = Invoke(new Command(text, isScript: true, useLocalScope: false));
        return code == ExitCode.Success && failsWithLastStatement && !LastStatementSucceeded() ? ExitCode.Failure : code;
    }

    private int RunFile(string path, IReadOnlyList<string> arguments)
    {
        string script = Path.GetFullPath(path);
        if (!File.Exists(script))
        {
            _host.UI.WriteErrorLine($"zg: there is no script '{path}'.");
            return ExitCode.Usage;
        }

        Command command = new(script, isScript: false, useLocalScope: false);
        foreach (CommandParameter parameter in ScriptArguments.Parse(arguments))
        {
            command.Parameters.Add(parameter);
        }

        LetExitEndTheHost();
        return Invoke(command);
    }

    /// <summary>
    /// Without this, <c>exit</c> in a script file ends the file only, as it does at a prompt. The engine's own console sets the same switch
    /// for -File.
    /// </summary>
    private void LetExitEndTheHost()
    {
        const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;
        object context = typeof(Runspace).GetProperty("ExecutionContext", Internal)!.GetValue(_runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Internal)!.SetValue(context, true);
    }

    private int RunPrompt()
    {
        while (_host.ExitRequest is null)
        {
            string location = _runspace.SessionStateProxy.Path.CurrentLocation.Path;
            Console.Write($"zg {location}> ");
            if (Console.ReadLine() is not { } line)
            {
                break;
            }

            if (line.Trim().Length > 0)
            {
                Invoke(new Command(ReadWholeStatement(line), isScript: true, useLocalScope: false));
                _interrupted = false;
            }
        }

        return _host.ExitRequest ?? ExitCode.Success;
    }

    private static string ReadWholeStatement(string line)
    {
        string text = line;
        while (true)
        {
            Parser.ParseInput(text, out _, out ParseError[] errors);
            if (!Array.Exists(errors, error => error.IncompleteInput))
            {
                return text;
            }

            Console.Write(">> ");
            if (Console.ReadLine() is not { } more)
            {
                return text;
            }

            text += "\n" + more;
        }
    }

    private int Invoke(Command command)
    {
        using Engine shell = Engine.Create(_runspace);
        shell.Commands.AddCommand(command);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        SetRunning(shell);
        try
        {
            shell.Invoke(input: null, new PSInvocationSettings { AddToHistory = true });
        }
        catch (PipelineStoppedException)
        {
            return _interrupted ? ExitCode.Interrupted : ExitCode.Failure;
        }
        catch (RuntimeException failure)
        {
            Show(failure);
            return _host.ExitRequest ?? ExitCode.Failure;
        }
        finally
        {
            SetRunning(null);
            _host.EndProgress();
        }

        return _interrupted ? ExitCode.Interrupted : _host.ExitRequest ?? ExitCode.Success;
    }

    private bool LastStatementSucceeded() => _runspace.SessionStateProxy.GetVariable("?") is not false;

    private void Show(RuntimeException failure)
    {
        // What the engine's own console does: an error record with this mark is shown by Out-Default as an error, not as an object.
        const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;
        PSObject record = new(failure.ErrorRecord);
        PropertyInfo stream = typeof(PSObject).GetProperty("WriteStream", Internal)!;
        stream.SetValue(record, Enum.Parse(stream.PropertyType, "Error"));
        using Engine shell = Engine.Create(_runspace);
        shell.AddCommand("Out-Default").Invoke(new[] { record });
    }

    private void SetRunning(Engine? shell)
    {
        lock (_gate)
        {
            _running = shell;
        }
    }
}
