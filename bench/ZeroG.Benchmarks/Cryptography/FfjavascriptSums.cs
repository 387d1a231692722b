using System.Diagnostics;
using System.Runtime.InteropServices;
using ZeroG.Benchmarks.Processes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// Sums and transforms of points by ffjavascript under Node.js, WebAssembly on threads of its own, one process for all calls.
/// </summary>
internal sealed class FfjavascriptSums : IDisposable
{
    private readonly string _bases = Path.GetTempFileName();
    private readonly string _scalars = Path.GetTempFileName();
    private readonly Process _process;

    public FfjavascriptSums(ReadOnlySpan<G1Affine> bases, ReadOnlySpan<Fr> scalars)
    {
        File.WriteAllBytes(_bases, MemoryMarshal.AsBytes(bases));
        byte[] integers = new byte[scalars.Length * Fr.Size];
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i].Write(integers.AsSpan(i * Fr.Size, Fr.Size));
        }

        File.WriteAllBytes(_scalars, integers);
        ProcessStartInfo start = new("node", ["msm-bench.js", _bases, _scalars])
        {
            WorkingDirectory = Path.Combine(ChildProcess.RepositoryRoot, "tests", "interop"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>The sum over all bases; it stays there.</summary>
    public void Sum() => Run("sum");

    /// <summary>The transform of the bases; it stays there.</summary>
    public void Transform() => Run("fft");

    /// <summary>The last answer, as the raw memory of points.</summary>
    public byte[] Answer()
    {
        Run("save");
        return File.ReadAllBytes(_bases);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_bases);
        File.Delete(_scalars);
    }

    private void Run(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        _ = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The script ended; are its packages installed?");
    }
}
