using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using ZeroG.Shell.Commands;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>
/// One file of tests in the plain Pester 5 dialect: first its tests are found, then all of them run, both in a runspace of its own in which
/// the words
/// of the dialect and the everyday commands of <c>zg</c> exist and nothing else. An unknown word or operator is an error, never a skip.
/// </summary>
public sealed class PesterFile
{
    /// <summary>Under this name the commands find the file that is being read.</summary>
    internal const string VariableName = "__pesterFile";

    /// <summary>Runs a block's statements with the data of its row.</summary>
    internal const string DiscoverScript = """
        param($__block, $__values)
        foreach ($__entry in $__values.GetEnumerator()) { $ExecutionContext.SessionState.PSVariable.Set($__entry.Key, $__entry.Value) }
        $null = . $__block
        """;

    // Dot-sourcing is the point: what BeforeAll sets is seen by the tests of its block and of the blocks inside, and by no others.
    private const string RunScript = """
        param($__node)
        foreach ($__entry in $__node.Values.GetEnumerator()) { $ExecutionContext.SessionState.PSVariable.Set($__entry.Key, $__entry.Value) }
        try {
            try { foreach ($__part in $__node.BeforeAll) { $null = . $__part } }
            catch { $__node.Fail($_); return }
            foreach ($__child in $__node.Children) {
                if ($__child.Skip) { continue }
                if (-not $__child.Body) { & $__run $__child; continue }
                & {
                    param($__test, $__block)
                    foreach ($__entry in $__test.Values.GetEnumerator()) {
                        $ExecutionContext.SessionState.PSVariable.Set($__entry.Key, $__entry.Value)
                    }
                    try {
                        foreach ($__part in $__block.EachSetup) { $null = . $__part }
                        $null = . $__test.Body
                        $__test.Pass()
                    }
                    catch { $__test.Fail($_) }
                    finally { foreach ($__part in $__block.EachTeardown) { try { $null = . $__part } catch { $__test.Fail($_) } } }
                } $__child $__node
            }
        }
        finally { foreach ($__part in $__node.AfterAll) { try { $null = . $__part } catch { $__node.Fail($_) } } }
        """;

    private readonly string _path;
    private bool _hasRun;

    private PesterFile(string path)
    {
        _path = path;
        Current = Root = new PesterNode("", parent: null);
    }

    /// <summary>What the file consists of.</summary>
    public PesterNode Root { get; }

    /// <summary>The block that is being read.</summary>
    internal PesterNode Current { get; set; }

    /// <summary>Reads a file and finds its tests.</summary>
    /// <exception cref="RuntimeException">The file itself fails: a syntax error, an unknown word, a statement that throws.</exception>
    public static PesterFile Read(string path)
    {
        PesterFile file = new(path);
        using Runspace runspace = file.OpenRunspace();
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddScript("param($__path) $ErrorActionPreference = 'Stop'; $null = . $__path").AddArgument(path).Invoke();
        return file;
    }

    /// <summary>Runs all tests, once.</summary>
    public void Run()
    {
        if (_hasRun)
        {
            return;
        }

        _hasRun = true;

        // Script blocks belong to the runspace in which they were read: the file is read again in the one that runs it.
        Root.Children.Clear();
        Root.BeforeAll.Clear();
        Root.AfterAll.Clear();
        Root.BeforeEach.Clear();
        Root.AfterEach.Clear();
        using Runspace runspace = OpenRunspace();
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddScript(
            "param($__path, $__text, $__root) $null = . $__path; $global:__run = [scriptblock]::Create($__text); & $__run $__root")
            .AddArgument(_path).AddArgument(RunScript).AddArgument(Root).Invoke();
    }

    private Runspace OpenRunspace()
    {
        InitialSessionState state = EverydayCommands.CreateSessionState();
        state.ThreadOptions = PSThreadOptions.UseNewThread;
        state.Variables.Add(new SessionStateVariableEntry(VariableName, this, "The file that is being read."));
        foreach (Type command in (Type[])[typeof(DescribeCommand), typeof(ItCommand), typeof(SetupCommand), typeof(ShouldCommand)])
        {
            CmdletAttribute name = command.GetCustomAttribute<CmdletAttribute>()!;
            string fullName = $"{name.VerbName}-{name.NounName}";
            state.Commands.Add(new SessionStateCmdletEntry(fullName, command, helpFileName: null));
            foreach (string alias in command.GetCustomAttribute<AliasAttribute>()!.AliasNames)
            {
                state.Commands.Add(new SessionStateAliasEntry(alias, fullName));
            }
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }
}
