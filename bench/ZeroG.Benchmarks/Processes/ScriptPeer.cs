using System.Diagnostics;

namespace ZeroG.Benchmarks.Processes;

/// <summary>
/// An official SDK under Node.js, one process for all calls. Needs the packages of <c>tests/interop</c>. A call costs a line through a
/// pipe each way, some tens of microseconds.
/// </summary>
internal sealed class ScriptPeer : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="script">Name of the script in <c>tests/interop</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public ScriptPeer(string script, params string[] arguments)
    {
        ProcessStartInfo start = new("node", [script, .. arguments])
        {
            WorkingDirectory = Path.Combine(ChildProcess.RepositoryRoot, "tests", "interop"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Runs one call to its end and gives what it printed.</summary>
    public string Run()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The script ended; are its packages installed?");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
