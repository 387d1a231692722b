using System.Net;
using System.Numerics;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>A user of the market: wallet, account, and the client of the provider.</summary>
internal sealed class MarketUser : IDisposable
{
    /// <summary>The hash of a dataset that nobody has.</summary>
    public const string SomeDataset = "0x5216f4571512c0079a08f8bbc2f9b4c189b9f5c83c79001384109171f0aa5ed4";

    private readonly MarketBench _bench;
    private FineTuningClient? _client;
    private BigInteger _nonce;

    public MarketUser(MarketBench bench, Wallet wallet)
    {
        (_bench, Wallet) = (bench, wallet);
        Account = new ComputeAccount(bench.Client, bench.SenderOf(wallet));
    }

    public Wallet Wallet { get; }

    public Address Address => Wallet.Address;

    public ComputeAccount Account { get; }

    /// <summary>The provider's client on this user's side; of the provider that serves now.</summary>
    public FineTuningClient Client
    {
        get
        {
            if (_client?.Uri.Port != _bench.Uri.Port)
            {
                _client?.Dispose();
                _client = new FineTuningClient(
                    _bench.Provider, _bench.Uri, Address, Wallet,
                    new FineTuningClientOptions { TimeProvider = _bench.Clock, Attempts = 1 });
            }

            return _client;
        }
    }

    /// <summary>A task as a client would sign it.</summary>
    public NewTaskRecord Task(string datasetHash, ServedModel? model = null, string config = MarketBench.Config, bool wait = false)
    {
        _nonce = TaskNonce.Next(_bench.Clock.GetUtcNow(), _nonce);
        return NewTaskRecord.Sign(Wallet, (model ?? ServedModel.Own).Hash.ToString(), datasetHash, config, _nonce, wait);
    }

    /// <summary>Has a task made over a dataset that lies on storage.</summary>
    public async Task<Guid> CreateAsync(byte[]? dataset = null, bool wait = false) =>
        await Client.CreateTaskAsync(Task(_bench.Storage.Add(dataset ?? MarketBench.Dataset()).ToString(), wait: wait));

    /// <summary>Hands a dataset to the provider.</summary>
    public async Task<string> UploadAsync(byte[] dataset)
    {
        using FileSource file = FileSource.FromBytes(dataset, "train.jsonl");
        return await Client.UploadDatasetAsync(file);
    }

    public async Task<FineTuningState> StateAsync(Guid task) => (await Client.GetTaskAsync(task)).State;

    public async Task<string> LogAsync(Guid task) => await Client.FindLogAsync(task) ?? "";

    public Task<SubAccount?> SubAccountAsync() => _bench.Client.FineTuning.FindAccountAsync(Address, _bench.Provider);

    public async Task<TokenAmount> BalanceAsync() => (await SubAccountAsync())!.Balance;

    public Task AcknowledgeAsync(Guid task) => Account.AcknowledgeDeliverableAsync(_bench.Provider, task.ToString());

    public Task<Deliverable?> DeliverableAsync(Guid task) =>
        _bench.Client.FineTuning.FindDeliverableAsync(Address, _bench.Provider, task.ToString());

    /// <summary>Sends a task as it is, past the client.</summary>
    public async Task<HttpResponseMessage> PostAsync(NewTaskRecord task, string? path = null)
    {
        using HttpClient http = new();
        using ByteArrayContent body = new(task.ToJson());
        return await http.PostAsync(new Uri(_bench.Uri, $"/v1/user/{path ?? Address.ToString()}/task"), body);
    }

    /// <summary>The words with which a task is refused.</summary>
    public async Task<string> RefusedAsync(NewTaskRecord task, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await PostAsync(task);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {body}");
        return ProviderErrorRecord.Find(Encoding.UTF8.GetBytes(body))!;
    }

    public void Dispose() => _client?.Dispose();
}
