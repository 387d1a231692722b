using System.Diagnostics;
using System.Runtime.InteropServices;
using ZeroG.Benchmarks.Processes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// ffjavascript under Node.js, WebAssembly on threads of its own, one process for all calls. A call costs a line through a pipe each way,
/// some tens of microseconds.
/// </summary>
internal sealed class FfjavascriptPeer : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly Process _process;

    public FfjavascriptPeer(ReadOnlySpan<Fr> coefficients)
    {
        File.WriteAllBytes(_path, MemoryMarshal.AsBytes(coefficients));
        ProcessStartInfo start = new("node", ["fft-bench.js", _path])
        {
            WorkingDirectory = Path.Combine(ChildProcess.RepositoryRoot, "tests", "interop"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Transforms the coefficients; the values stay there.</summary>
    public void Transform() => Run("transform");

    /// <summary>The values of the last transform, as the raw memory of elements.</summary>
    public byte[] Values()
    {
        Run("save");
        return File.ReadAllBytes(_path);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_path);
    }

    private void Run(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        _ = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The script ended; are its packages installed?");
    }
}
