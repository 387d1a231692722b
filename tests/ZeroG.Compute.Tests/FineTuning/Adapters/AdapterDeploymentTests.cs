using System.Net;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Adapters;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning.Adapters;

/// <summary>A fine-tuned model on its way to being served.</summary>
public sealed class AdapterDeploymentTests : IDisposable
{
    private const string Id = "6b607314-88b0-4fef-91e7-43227a54de57";
    private const string Name = "ft-Qwen2-5-0-5B-Instruct-6b607314-88b";
    private const string List = "GET /v1/lora/adapters";
    private const string One = List + "/" + Name;
    private const string Deploy = "POST /v1/lora/adapters/deploy";

    private static readonly DeployAdapterRecord Wanted = new() { TaskId = Id, BaseModel = "Qwen2.5-0.5B-Instruct" };

    private readonly ScriptedProvider _http = new();
    private readonly SkippingTimeProvider _time = new(TimeSpan.FromSeconds(10));
    private readonly AdapterClient _client;

    public AdapterDeploymentTests() => _client = new AdapterClient(
        DevelopmentAccounts.Addresses[2], new Uri("http://provider.example"), _ => Task.FromResult("app-sk-secret"),
        new FineTuningClientOptions { TimeProvider = _time }, _http);

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task It_is_waited_for_deployed_and_waited_for_again()
    {
        _http.On(List, """{"adapters":[]}""").On(List, Listed("downloading")).On(List, Listed("ready")).On(List, Listed("loading"))
            .On(List, Listed("active")).Refuse(One, "adapter not found", HttpStatusCode.NotFound).On(Deploy, """{"message":"ok"}""");
        List<AdapterState> seen = [];

        AdapterRecord adapter = await DeployAsync(TimeSpan.FromMinutes(2), seen);

        Assert.Equal("ft-their-own-name", adapter.AdapterName);
        Assert.Equal(AdapterState.Active, adapter.Progress);
        Assert.Equal(
            [AdapterState.Unknown, AdapterState.Downloading, AdapterState.Ready, AdapterState.Loading, AdapterState.Active], seen);
        Assert.Equal([3, 3, 2], _time.Waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Equal(
            $$"""{"taskId":"{{Id}}","baseModel":"Qwen2.5-0.5B-Instruct"}""",
            Encoding.UTF8.GetString(Assert.Single(_http.Requests, request => request.Route == Deploy).Body));
    }

    [Fact]
    public async Task One_that_answers_already_is_left_alone()
    {
        _http.On(List, Listed("active"));
        Assert.Equal(AdapterState.Active, (await DeployAsync(TimeSpan.FromMinutes(2))).Progress);
        Assert.Single(_http.Requests);
    }

    [Fact]
    public async Task One_can_be_asked_for_by_its_name_without_waiting()
    {
        _http.On(One, $$"""{"adapterName":"{{Name}}","state":"pending"}""").On(Deploy, "{}");
        AdapterRecord adapter = await new AdapterDeployment(_client, _time).DeployAsync(
            new DeployAdapterRecord { AdapterName = Name }, timeout: null, cancellationToken: Cancelled);
        Assert.Equal(AdapterState.Pending, adapter.Progress);
        Assert.Equal($$"""{"adapterName":"{{Name}}"}""", Encoding.UTF8.GetString(_http.Requests[1].Body));
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task One_that_failed_says_why()
    {
        _http.On(List, Listed("failed", "out of memory."));
        ZeroGException failure = await FailsAsync();
        Assert.Equal("ZgAdapterFailed", failure.ErrorId);
        Assert.Contains("could not make model 'ft-their-own-name' ready: out of memory. Ask", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_come_is_given_up_in_time()
    {
        _http.On(List, """{"adapters":null}""").Refuse(One, "adapter not found", HttpStatusCode.NotFound);
        ZeroGException failure = await FailsAsync();
        Assert.Equal("ZgTimeout", failure.ErrorId);
        Assert.Contains($"Model '{Name}' is not known to the provider after 120 s.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(40, _time.Waits.Count);
    }

    [Fact]
    public async Task A_provider_that_serves_no_such_models_is_named()
    {
        _http.On(List, "404 page not found", HttpStatusCode.NotFound);
        Assert.Equal("ZgAdapterUnsupported", (await FailsAsync()).ErrorId);
    }

    [Theory]
    [InlineData("active", AdapterState.Active)]
    [InlineData("5", AdapterState.Unknown)]
    [InlineData("dreaming", AdapterState.Unknown)]
    [InlineData(null, AdapterState.Unknown)]
    public void States_are_read_by_their_names(string? text, AdapterState state) =>
        Assert.Equal(state, new AdapterRecord { AdapterName = "a", State = text }.Progress);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Listed(string state, string error = "") => $$"""
        {"adapters":[{"adapterName":"ft-their-own-name","taskId":"{{Id}}","baseModel":"x","state":"{{state}}","error":"{{error}}"}]}
        """;

    private Task<AdapterRecord> DeployAsync(TimeSpan timeout, List<AdapterState>? seen = null) =>
        new AdapterDeployment(_client, _time).DeployAsync(
            Wanted, timeout, new ListProgress<AdapterState>(seen ?? []), Cancelled);

    private Task<ZeroGException> FailsAsync() => Assert.ThrowsAnyAsync<ZeroGException>(() => DeployAsync(TimeSpan.FromMinutes(2)));
}
