using ZeroG.Chain;
using ZeroG.Nodes.Storage;

// Arguments: URI of the chain, address of Flow, data folder. Prints the node's URI when it is ready; stops when its input ends.
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
