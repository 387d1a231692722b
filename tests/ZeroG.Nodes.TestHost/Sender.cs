using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.Nodes.TestHost;

/// <summary>An upload in a process of its own, paid by the first development account.</summary>
internal static class Sender
{
    /// <summary>Arguments: URI of the chain, its id, address of Flow, URI of a storage node, folder for state, file. Prints how it
    /// ended.</summary>
    public static async Task RunAsync(string[] args)
    {
        Network network = new()
        {
            Name = "sender", RpcUri = new Uri(args[0]), ChainId = ulong.Parse(args[1], null), FlowAddress = Address.Parse(args[2]),
        };
        using Wallet wallet = DevelopmentAccounts.Open(0);
        using JsonRpcClient rpc = new(network.RpcUri);
        EthereumClient chain = new(rpc);
        FlowClient flow = new(
            network, chain, new TransactionSender(chain, wallet, network, nonces: new NonceTracker(Path.Combine(args[4], "nonces"))));
        using SubmissionJournal journal = await flow.OpenJournalAsync(args[4]);
        using StorageNodeClient client = new(new Uri(args[3]));
        using NodeSet nodes = await NodeSet.FromNodesAsync([client]);
        using FileSource source = FileSource.Open(args[5]);
        Console.WriteLine((await new FileUpload(flow, nodes, journal).SendAsync(source)).State);
    }
}
