using System.Diagnostics;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>A storage node in a process of its own, to be killed without warning.</summary>
internal sealed class ChildNode : IDisposable
{
    private readonly Process _process;

    private ChildNode(Process process, Uri uri)
    {
        _process = process;
        Client = new StorageNodeClient(uri, new ZeroG.Chain.JsonRpc.JsonRpcClientOptions { MaxAttempts = 1 });
    }

    public StorageNodeClient Client { get; }

    public static async Task<ChildNode> StartAsync(Uri chain, string dataPath)
    {
        string dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        ProcessStartInfo start = new(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ZeroG.Nodes.TestHost.dll"), chain.ToString(), ScriptedChain.Flow.ToString(), dataPath,
            },
        };
        Process process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync() is { Length: > 0 } line
            ? new ChildNode(process, new Uri(line))
            : throw new InvalidOperationException($"The node did not start: {await process.StandardError.ReadToEndAsync()}");
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
        Client.Dispose();
    }
}
