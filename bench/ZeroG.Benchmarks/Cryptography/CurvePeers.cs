using System.Diagnostics;
using ZeroG.Benchmarks.Processes;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// @noble/curves and ffjavascript under Node.js, one process for all calls. A call costs a line through a pipe each way, some tens of
/// microseconds.
/// </summary>
internal sealed class CurvePeers : IDisposable
{
    private readonly Process _process;

    public CurvePeers(string scalar)
    {
        ProcessStartInfo start = new("node", ["bn254-bench.js", scalar])
        {
            WorkingDirectory = Path.Combine(ChildProcess.RepositoryRoot, "tests", "interop"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Runs an operation of the script; gives its answer in hex.</summary>
    public string Run(string operation)
    {
        _process.StandardInput.WriteLine(operation);
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
