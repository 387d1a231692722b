using System.Net;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

public class StatusClientTests
{
    [Fact]
    public async Task GetHealthAsync_ReadsWhatIsThere_AndPassesOverTheRest()
    {
        using StatusClient client = new(new Uri("http://status"), new Answering("""
            {"services":[
              {"serviceType":"chatbot","model":"qwen","provider":"0x70997970c51812dc3a010c7d01b50e0d17dc79c8","status":"warning",
               "checks":{"total":10,"successful":9,"failed":1,"uptime":90.5},
               "performance":{"response_time":{"avg":120.5,"unit":"ms","samples":3},"ttft":{"avg":30}},"lastCheck":"2026-01-01T00:00:00Z"},
              {"provider":"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC","status":"on fire"},
              {"provider":"nobody"}, 7]}
            """));

        IReadOnlyList<ServiceHealth> health = await client.GetHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, health.Count);
        Assert.Equal(TestKeys.Provider.Address, health[0].Provider);
        Assert.Equal((HealthState.Warning, 90.5m), (health[0].State, health[0].Uptime));
        Assert.Equal((10m, 1m), (health[0].ChecksTotal, health[0].ChecksFailed));
        Assert.Equal((120.5m, 30m, null), (health[0].ResponseTime, health[0].TimeToFirstToken, health[0].TokensPerSecond));
        Assert.Equal(HealthState.Unknown, health[1].State);
    }

    [Fact]
    public async Task GetModelsAsync_ReadsPricesAsNeuron()
    {
        using StatusClient client = new(new Uri("http://status"), new Answering("""
            {"data":[{"id":"qwen","provider":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","context_length":32768,
              "supported_parameters":["temperature",1],
              "pricing":{"prompt":"50000000000","completion":100000000000,"image":"free"}},{"name":"x"}]}
            """));

        ServedModel model = Assert.Single(await client.GetModelsAsync(TestContext.Current.CancellationToken));

        Assert.Equal((TokenAmount.FromGwei(50), TokenAmount.FromGwei(100)), (model.PromptPrice, model.CompletionPrice));
        Assert.Null(model.ImagePrice);
        Assert.Equal((32768m, "temperature"), (model.ContextLength, Assert.Single(model.SupportedParameters)));
    }

    [Theory]
    [InlineData("not json", HttpStatusCode.OK)]
    [InlineData("[]", HttpStatusCode.OK)]
    [InlineData("{\"services\":7}", HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.InternalServerError)]
    public async Task GetHealthAsync_ServiceThatFails_LeavesTheListEmpty(string body, HttpStatusCode status)
    {
        using StatusClient client = new(new Uri("http://status"), new Answering(body, status));

        Assert.Empty(await client.GetHealthAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Answering(string body, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
