using ZeroG.Chain;
using ZeroG.Nodes.Storage;

namespace ZeroG.Nodes.TestHost;

/// <summary>A storage node in a process of its own.</summary>
internal static class Keeper
{
    /// <summary>
    /// Arguments: URI of the chain, address of Flow, data folder. Prints the node's URI when it is ready; stops when its input ends.
    /// </summary>
    public static async Task RunAsync(string[] args)
    {
        await using StorageNode node = new(new StorageNodeOptions
        {
            ChainUri = new Uri(args[0]),
            FlowAddress = Address.Parse(args[1]),
            DataPath = args[2],
            Confirmations = 0,
            PollInterval = TimeSpan.FromMilliseconds(10),
        });
        await node.StartAsync();
        await node.CaughtUp;
        Console.WriteLine(node.Uri);
        await Console.In.ReadLineAsync();
    }
}
