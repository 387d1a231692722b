using System.Diagnostics;

namespace ZeroG.Faults.Tests;

/// <summary>The test host in a process of its own, to be killed without warning.</summary>
internal sealed class TestProcess : IDisposable
{
    private readonly Process _process;

    private TestProcess(Process process) => _process = process;

    public static TestProcess Start(params string[] arguments)
    {
        string dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        ProcessStartInfo start = new(dotnet, [Path.Combine(AppContext.BaseDirectory, "ZeroG.Nodes.TestHost.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return new TestProcess(Process.Start(start)!);
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync() is { Length: > 0 } line
        ? line
        : throw new InvalidOperationException($"The process said nothing: {await _process.StandardError.ReadToEndAsync()}");

    /// <summary>Hands it a line.</summary>
    public async Task WriteLineAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>SIGKILL, or its like: nothing in the process runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
