using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Compute.FineTuning.Training;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.DevNet;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>The provider of a development network as users meet it: running by itself, over the network's storage nodes.</summary>
public sealed class FineTuningDevNetTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Life_OverStorageNodes_CostsTheEstimateAndEndsInTheDecryptedModel()
    {
        using TempFolder folder = new();
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions { Name = "fine-tuning" });
        await network.StartAsync();
        ComputeProviderNode node = Assert.Single(network.ComputeProviders);
        Assert.True(node.HasFineTuning);
        EthereumClient chain = await network.Network!.ConnectAsync();
        using JsonRpcClient connection = chain.Rpc;
        ComputeClient client = new(network.Network, chain);
        using Wallet user = DevelopmentAccounts.Open(2);
        TransactionSender sender = new(
            chain, user, network.Network, nonces: new NonceTracker(null),
            options: TransactionSenderOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(10) });
        ComputeAccount account = new(client, sender);
        await account.DepositAsync(TokenAmount.Parse("2"));
        await account.TransferAsync(ServiceKind.FineTuning, node.Provider, TokenAmount.Parse("1"));
        await File.WriteAllBytesAsync(folder["train.jsonl"], MarketBench.Dataset());
        using ProviderTasks tasks = await ProviderTasks.OpenAsync(client, node.Provider, user.Address, user);
        using IndexerClient indexer = new(network.Network.IndexerUri!);
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, uri => new StorageNodeClient(uri));
        FlowClient flow = new(network.Network, chain, sender);
        using SubmissionJournal journal = await flow.OpenJournalAsync(folder["journal"]);
        using FileSource dataset = FileSource.Open(folder["train.jsonl"]);

        TaskCreation creation = new(client, tasks, user);
        TaskPlan plan = await creation.PlanAsync(
            "zerog-stand-in", isCustom => Task.FromResult(TrainingConfig.Parse(MarketBench.Config, isCustom)),
            await DatasetCheck.RunAsync(folder["train.jsonl"]), queue: false);
        DatasetLocation location =
            await new DatasetUpload(tasks.Client, _ => Task.FromResult(new FileUpload(flow, nodes, journal))).SendAsync(dataset);
        Assert.Equal(TransferRoute.Storage, location.Route);
        FineTuningTask task = await creation.RunAsync(plan, location.Hash);
        await tasks.WaitAsync(task.TaskId, FineTuningState.Delivered, Longest);
        ModelDownload download = new(tasks.Client, _ => Task.FromResult<IFileFinder>(nodes));
        FineTunedModel model = await new ModelReception(tasks, account).TakeAsync(
            task.TaskId, download, folder["model.bin"], acknowledge: true, keyTimeout: Longest);
        FineTuningTask finished = await tasks.WaitAsync(task.TaskId, FineTuningState.Finished, Longest);

        Assert.Equal(ModelSource.Storage, model.Source);
        Assert.Equal(plan.Cost!.Total, finished.Fee);
        SubAccount left = (await client.FineTuning.FindAccountAsync(user.Address, node.Provider))!;
        Assert.Equal(TokenAmount.Parse("1") - plan.Cost.Total, left.Balance);
        using SymmetricKey key = ModelKeyEnvelope.Open(Assert.Single(left.Deliverables).EncryptedSecret, user);
        using FileSource encrypted = FileSource.Open(folder["model.bin"]);
        await ModelFile.DecryptAsync(encrypted, folder["model.zip"], key, node.TeeSigner!.Value);
        Assert.True(ModelArchive.IsZip(folder["model.zip"]));
        using HttpClient http = new();
        string metrics = await http.GetStringAsync(new Uri(node.AdminUri!, "metrics"));
        Assert.Contains("zerog_provider_tasks_pending", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(node.Log.Read(), entry => entry.Level > NodeLogLevel.Information);
    }
}
