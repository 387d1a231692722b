using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>One user, one provider whose record stands on a chain, and a client between them; waiting takes no time.</summary>
internal sealed class InferenceMarket : IDisposable
{
    public static readonly TokenAmount InputPrice = TokenAmount.FromGwei(50);

    public static readonly TokenAmount OutputPrice = TokenAmount.FromGwei(100);

    private readonly FakeContracts _contracts = new();

    public InferenceMarket(string serviceType = ServiceTypes.Chat, int attempts = 4)
    {
        Service = new InferenceService(
            TestKeys.Provider.Address, serviceType, "http://provider.test/", InputPrice, OutputPrice, Time.GetUtcNow(), "qwen-7b", "TeeML",
            """{"TargetSeparated":false}""", TestKeys.TeeSigner.Address, true);
        Broker = new FakeBroker(Time);
        _contracts
            .On(FakeContracts.Inference, InferenceContract.GetService, _ => [Fields(Service)])
            .On(FakeContracts.Inference, InferenceContract.GetAccount, call => HasAccount
                ? [Account()]
                : throw FakeContracts.Revert(InferenceErrors.AccountNotExists, call[0], call[1]))
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetAccount, FineTuningErrors.AccountNotExists);
        Client = new InferenceClient(_contracts.Client, TestKeys.User, new InferenceClientOptions
        {
            Handler = Broker,
            TimeProvider = Time,
            Attempts = attempts,
            Trace = Traced.Add,
        });
    }

    public SkippingTimeProvider Time { get; } = new(TimeSpan.FromSeconds(29));

    public FakeBroker Broker { get; }

    public InferenceService Service { get; set; }

    public InferenceClient Client { get; }

    public FakeContracts Contracts => _contracts;

    public ComputeClient Compute => _contracts.Client;

    public List<string> Traced { get; } = [];

    public bool HasAccount { get; set; } = true;

    public bool IsAcknowledged { get; set; } = true;

    public TokenAmount Balance { get; set; } = TokenAmount.Parse("5");

    public ModelOffer Offer => new(Service, Service.Model, Service.InputPrice, Service.OutputPrice);

    public Task<InferenceAnswer> ChatAsync(string prompt = "Hello!", Func<string, Task>? onText = null) => Client.ChatAsync(
        Offer, new ChatRequest([new ChatTurn("user", prompt)]), onText, TestContext.Current.CancellationToken);

    public Task<ResponseVerification> VerifyAsync(InferenceAnswer answer) =>
        Client.VerifyAsync(answer, TestContext.Current.CancellationToken);

    /// <summary>A whole answer of a chat.</summary>
    public static string Completion(string text = "Hi there", string model = "qwen-7b", string usage =
        """{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}""") => $$"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"{{model}}","choices":[{"index":0,
         "message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],"usage":{{usage}}}
        """;

    /// <summary>A part of a streamed answer.</summary>
    public static string Part(string? text, string? finish = null) => $$"""
        {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1767225600,"model":"qwen-7b","choices":[{"index":0,
        """.ReplaceLineEndings("") + $$"""
        "delta":{{(text is null ? "{}" : $"{{\"content\":\"{text}\"}}")}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]}
        """;

    /// <summary>The part of a stream that tells the usage.</summary>
    public const string UsagePart =
        """{"id":"chatcmpl-2","object":"chat.completion.chunk","created":1,"model":"qwen-7b","choices":[],"""
        + """ "usage":{"prompt_tokens":4,"completion_tokens":3,"total_tokens":7}}""";

    public void Dispose()
    {
        Client.Dispose();
        _contracts.Dispose();
    }

    private static object?[] Fields(InferenceService service) =>
    [
        service.Provider, service.ServiceType, service.Url, service.InputPrice.Wei, service.OutputPrice.Wei,
        new BigInteger(service.UpdatedAt.ToUnixTimeSeconds()), service.Model, service.Verifiability, service.AdditionalInfo,
        service.TeeSigner, service.IsTeeSignerAcknowledged,
    ];

    private object?[] Account() =>
    [
        TestKeys.User.Address, TestKeys.Provider.Address, BigInteger.Zero, Balance.Wei, BigInteger.Zero, Array.Empty<object?>(), "",
        IsAcknowledged, BigInteger.Zero, Broker.Revocations.Generation, Broker.Revocations.RevokedBitmap,
    ];
}
