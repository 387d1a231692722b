using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.DevChain.Contracts.Compute;

namespace ZeroG.Nodes.TestHost;

/// <summary>A top-up in a process of its own, for the sixth development account.</summary>
internal static class Mover
{
    /// <summary>
    /// Arguments: URI of a development chain, its id, address of the provider, folder for state. Prints "asked" and waits for a line
    /// before it moves money, "waits" when it first asks for a receipt, and at the end what it moved.
    /// </summary>
    public static async Task RunAsync(string[] args)
    {
        Network network = new()
        {
            Name = "mover", RpcUri = new Uri(args[0]), ChainId = ulong.Parse(args[1], null), LedgerAddress = ComputeContracts.Ledger,
            InferenceAddress = ComputeContracts.Inference, FineTuningAddress = ComputeContracts.FineTuning,
        };
        int looks = 0;
        using Wallet wallet = DevelopmentAccounts.Open(5);
        using JsonRpcClient rpc = new(network.RpcUri, JsonRpcClientOptions.Default with
        {
            Trace = call =>
            {
                if (call.Method == "eth_getTransactionReceipt" && Interlocked.Increment(ref looks) == 1)
                {
                    Console.WriteLine("waits");
                }
            },
        });
        EthereumClient chain = new(rpc);
        ComputeClient compute = new(network, chain);
        TransactionSender sender = new(
            chain, wallet, network, nonces: new NonceTracker(Path.Combine(args[3], "nonces")),
            options: TransactionSenderOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(20) });
        using InferenceClient client = new(compute, wallet);
        InferenceService service = await client.GetServiceAsync(Address.Parse(args[2]));
        using AutoTopUp topUp = new(
            new ComputeAccount(compute, sender), client, TokenAmount.Parse("9"), Path.Combine(args[3], "topups"),
            async (_, _) =>
            {
                Console.WriteLine("asked");
                await Console.In.ReadLineAsync();
                return true;
            });
        await topUp.EnsureAsync(service);
        Console.WriteLine(topUp.Moved);
    }
}
