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

    /// <summary>Starts a node.</summary>
    /// <param name="chain">Its chain.</param>
    /// <param name="dataPath">Its folder.</param>
    /// <param name="largestFile">
    /// Bytes beyond which the system lets no file grow, as if the disk were full; null for no limit. Not on Windows.
    /// </param>
    public static async Task<ChildNode> StartAsync(Uri chain, string dataPath, long? largestFile = null)
    {
        string dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        ProcessStartInfo start = new(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ZeroG.Nodes.TestHost.dll"),
                chain.ToString(), ScriptedChain.Flow.ToString(), dataPath,
            },
        };
        if (largestFile is { } limit)
        {
            // The signal is ignored, so that the write fails; in blocks of 512 bytes, as POSIX has it.
            string[] command = [start.FileName, .. start.ArgumentList];
            start.FileName = "/bin/sh";

            // The runtime keeps its code in a shared memory file, which the limit would meet first.
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
            start.ArgumentList.Clear();
            foreach (string argument in (string[])["-c", $"trap '' XFSZ; ulimit -f {limit / 512}; exec \"$@\"", "sh", .. command])
            {
                start.ArgumentList.Add(argument);
            }
        }

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
