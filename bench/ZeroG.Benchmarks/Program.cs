using BenchmarkDotNet.Running;
using ZeroG.Benchmarks.Processes;

namespace ZeroG.Benchmarks;

/// <summary><c>dotnet run -c Release --project bench/ZeroG.Benchmarks -- --filter '*'</c></summary>
internal static class Program
{
    /// <summary>First argument of the process that one of the benchmarks times.</summary>
    public const string RootOfFile = "root-of-file";

    private static async Task Main(string[] arguments)
    {
        if (arguments is [RootOfFile, string path])
        {
            Console.WriteLine(await FileRootProcessBenchmarks.RootAsync(path));
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
    }
}
