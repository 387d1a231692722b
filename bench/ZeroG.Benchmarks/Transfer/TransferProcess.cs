using System.Text.Json;
using ZeroG.Benchmarks.Processes;
using ZeroG.Chain.Networks;

namespace ZeroG.Benchmarks.Transfer;

/// <summary>Transfers as whole processes: the official SDK's under Node.js, and ours.</summary>
internal static class TransferProcess
{
    // The first account of the well-known development phrase; its key is public.
    private const string DevelopmentKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private const string Package = "@0gfoundation/0g-ts-sdk";

    // Not the assembly that runs this: BenchmarkDotNet copies it without what makes it a program.
    private static readonly string OwnProgram =
        Path.Combine(ChildProcess.RepositoryRoot, "bench", "ZeroG.Benchmarks", "bin", "Release", "net10.0", "ZeroG.Benchmarks.dll");

    /// <summary>Uploads by the official SDK; gives the root.</summary>
    public static Task<string> OfficialUploadAsync(Network network, string path) => Task.Run(() =>
    {
        string output = ChildProcess.Run(
            "node", [Script("upload.js"), Package, network.IndexerUri!.ToString(), network.RpcUri.ToString(), path],
            ("PRIVATE_KEY", DevelopmentKey));
        string line = output.Split('\n').First(line => line.StartsWith("RESULT ", StringComparison.Ordinal));
        return JsonDocument.Parse(line["RESULT ".Length..]).RootElement.GetProperty("rootHash").GetString()!;
    });

    /// <summary>Uploads by the official SDK, file after file in one process.</summary>
    public static Task OfficialUploadManyAsync(Network network, IEnumerable<string> paths) => Task.Run(() => ChildProcess.Run(
        "node",
        [Script("upload-many.js"), network.IndexerUri!.ToString(), network.RpcUri.ToString(), .. paths],
        ("PRIVATE_KEY", DevelopmentKey)));

    /// <summary>Downloads by the official SDK.</summary>
    public static Task OfficialDownloadAsync(Network network, string root, string target) =>
        Task.Run(() => ChildProcess.Run("node", [Script("download.js"), Package, network.IndexerUri!.ToString(), root, target]));

    /// <summary>The official SDK in a process that downloads again and again, as a service does.</summary>
    public static ScriptPeer OfficialDownloads(Network network, string root, string target) =>
        new("download-bench.js", Package, network.IndexerUri!.ToString(), root, target);

    /// <summary>Runs this program as a process of its own; gives what it printed.</summary>
    /// <param name="command">A command of <see cref="Program"/>.</param>
    /// <param name="network">The network.</param>
    /// <param name="arguments">Arguments of the command.</param>
    public static Task<string> OwnAsync(string command, Network network, params string[] arguments) => Task.Run(() => ChildProcess.Run(
        "dotnet",
        [
            OwnProgram, command, network.IndexerUri!.ToString(), network.RpcUri.ToString(), network.FlowAddress!.Value.ToString(),
            .. arguments,
        ]).Trim());

    private static string Script(string name) => Path.Combine(ChildProcess.RepositoryRoot, "tests", "interop", name);
}
