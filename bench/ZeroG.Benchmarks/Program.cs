using System.Globalization;
using BenchmarkDotNet.Running;
using ZeroG.Benchmarks.Compute;
using ZeroG.Benchmarks.Processes;
using ZeroG.Benchmarks.Transfer;

namespace ZeroG.Benchmarks;

/// <summary><c>dotnet run -c Release --project bench/ZeroG.Benchmarks -- --filter '*'</c></summary>
internal static class Program
{
    /// <summary>First argument of the processes that some benchmarks time.</summary>
    public const string RootOfFile = "root-of-file";
    public const string Upload = "upload";
    public const string Download = "download";
    public const string EncryptModel = "encrypt-model";
    public const string DecryptModel = "decrypt-model";

    private static async Task Main(string[] arguments)
    {
        switch (arguments)
        {
            case [RootOfFile, string path]:
                Console.WriteLine(await FileRootProcessBenchmarks.RootAsync(path));
                break;
            case [Upload, string indexer, string rpc, string flow, string path]:
                await using (OwnNetwork network = await OwnNetwork.ConnectAsync(indexer, rpc, flow))
                {
                    Console.WriteLine(await network.SendAsync(path));
                }

                break;
            case [Download, string indexer, string rpc, string flow, string root, string target]:
                await using (OwnNetwork network = await OwnNetwork.ConnectAsync(indexer, rpc, flow))
                {
                    Console.WriteLine(await network.ReceiveAsync(root, target));
                }

                break;
            case [EncryptModel, string gibibytes, string path]:
                await ModelProcess.EncryptAsync(int.Parse(gibibytes, CultureInfo.InvariantCulture), path);
                break;
            case [DecryptModel, string path, string target]:
                Console.WriteLine(await ModelProcess.DecryptAsync(path, target));
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
                break;
        }
    }
}
