using System.ClientModel.Primitives;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>The client library's way to HTTP, which names each request's <see cref="Exchange"/> to <see cref="ProviderHandler"/>.</summary>
internal sealed class ExchangeTransport(HttpClient http, Exchange exchange) : HttpClientPipelineTransport(http)
{
    protected override void OnSendingRequest(PipelineMessage message, HttpRequestMessage httpRequest) =>
        httpRequest.Options.Set(Exchange.Key, exchange);
}
