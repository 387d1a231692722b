using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>A user, a provider over HTTP and a chain, each of which says what a test wants.</summary>
internal sealed class FineTuningMarket : IDisposable
{
    public static readonly Guid Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");
    public static readonly Address Provider = FakeContracts.Provider(1);
    public static readonly DateTimeOffset DeliveredAt = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<object?[]> _deliverables = [];

    public FineTuningMarket()
    {
        Chain
            .On(FakeContracts.FineTuning, FineTuningContract.GetService, _ => [Service])
            .On(FakeContracts.FineTuning, FineTuningContract.LockTime, 86400)
            .On(FakeContracts.FineTuning, FineTuningContract.PenaltyPercentage, 30)
            .On(FakeContracts.FineTuning, FineTuningContract.GetAccount, call => Balance is null
                ? throw FakeContracts.Revert(FineTuningErrors.AccountNotExists, call)
                : [Account])
            .On(FakeContracts.FineTuning, FineTuningContract.GetDeliverable, call =>
                _deliverables.Find(deliverable => deliverable[0]!.Equals(call[2])) is { } found
                    ? [found]
                    : throw FakeContracts.Revert(FineTuningErrors.DeliverableNotExists, call[2]))
            .On(FakeContracts.Inference, InferenceContract.GetAccount, call => InferenceBalance is { } balance
                ? [new object?[] { call[0], call[1], 0, balance, 0, Array.Empty<object?>(), "", true, 0, 0, 0 }]
                : throw FakeContracts.Revert(InferenceErrors.AccountNotExists, call))
            .On(FakeContracts.Inference, InferenceContract.ServiceExists, false);
        Http.On("GET /v1/quote", """{"report_data":"AAAA"}""").On("GET /v1/task/pending", _ => ScriptedProvider.Text($"{Waiting}"));
    }

    public FakeContracts Chain { get; } = new();

    public ScriptedProvider Http { get; } = new();

    public SkippingTimeProvider Time { get; } = new(TimeSpan.FromSeconds(20));

    public Wallet User { get; } = DevelopmentAccounts.Open(0);

    /// <summary>Where the provider is, by its record.</summary>
    public string Url { get; set; } = "http://provider.example/";

    /// <summary>Route of the user's tasks.</summary>
    public string Route => $"/v1/user/{User.Address}/task";

    /// <summary>Money in the fine-tuning sub-account; null for none.</summary>
    public TokenAmount? Balance { get; set; } = TokenAmount.Parse("5");

    public TokenAmount PendingRefund { get; set; }

    /// <summary>Money in the inference sub-account; null for none.</summary>
    public TokenAmount? InferenceBalance { get; set; }

    public bool IsAcknowledged { get; set; } = true;

    public bool IsApproved { get; set; } = true;

    public int Waiting { get; set; }

    /// <summary>The provider's TEE signer.</summary>
    public Address Signer { get; set; } = FakeContracts.Provider(9);

    private object?[] Service =>
    [
        Provider, Url, new object?[] { 1, 1, 1, 1, "" }, TokenAmount.Parse("0.0000005"), false,
        Array.Empty<object?>(), Signer, IsApproved,
    ];

    private object?[] Account =>
    [
        User.Address, Provider, 7, Balance, PendingRefund, Array.Empty<object?>(), "", _deliverables.Cast<object?>().ToArray(), 0, 0,
        _deliverables.Count, IsAcknowledged,
    ];

    public Task<ProviderTasks> OpenAsync() => ProviderTasks.OpenAsync(
        Chain.Client, Provider, User.Address, User, new FineTuningClientOptions { TimeProvider = Time }, Http,
        TestContext.Current.CancellationToken);

    /// <summary>Puts a model on chain, or changes it.</summary>
    public void Deliver(Guid id, bool isAcknowledged = false, bool isSettled = false, int secret = 0, byte[]? hash = null) =>
        Deliver(id, isAcknowledged, isSettled, new byte[secret], hash ?? new byte[32]);

    /// <summary>Puts a model on chain with its encrypted key, or changes it.</summary>
    public void Deliver(Guid id, bool isAcknowledged, bool isSettled, byte[] secret, byte[] hash)
    {
        _deliverables.RemoveAll(deliverable => deliverable[0]!.Equals(id.ToString()));
        _deliverables.Add([id.ToString(), hash, secret, isAcknowledged, DeliveredAt.ToUnixTimeSeconds(), isSettled]);
    }

    /// <summary>The next look at the task shows it in this state.</summary>
    public FineTuningMarket Show(FineTuningState state) => Show(state, Id);

    public FineTuningMarket Show(FineTuningState state, Guid id)
    {
        Http.On($"GET {Route}/{id}", Json(state, id));
        return this;
    }

    /// <summary>
    /// From the next look on, something else answers in the provider's place: with a page under this status, or with a certificate that
    /// does not fit (0).
    /// </summary>
    public FineTuningMarket Replace(int status)
    {
        Http.On($"GET {Route}/{Id}", _ => status == 0
            ? throw new HttpRequestException(HttpRequestError.SecureConnectionError, "certificate")
            : ScriptedProvider.Text("<html>", (HttpStatusCode)status));
        return this;
    }

    public static string Json(FineTuningState state, Guid id) =>
        $$"""{"id":"{{id}}","progress":"{{state}}","fee":"2000","preTrainedModelHash":"0x0F","nonce":"1"}""";

    public void Dispose()
    {
        Chain.Dispose();
        Http.Dispose();
        User.Dispose();
    }
}
