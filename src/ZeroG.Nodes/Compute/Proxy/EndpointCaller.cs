using System.Net.Http.Headers;
using ZeroG.Chain.Http;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>Asks an OpenAI-compatible server beside the chain.</summary>
internal sealed class EndpointCaller(EndpointUpstream upstream, HttpClient http, TimeSpan recoveryTime, TimeProvider time)
    : Upstream(upstream.Priority, recoveryTime, time)
{
    private readonly string _root = upstream.Uri.AbsoluteUri.TrimEnd('/');
    private readonly ModelList _models = new();

    public override string Id => upstream.Id;

    public override string Type => "direct";

    public override string Endpoint { get; } = MaskedUri.Of(upstream.Uri);

    public override string? Model => upstream.Model;

    // Without a word about its models it is worth asking for any.
    public override bool Serves(string path, string? model) =>
        model is null || _models.Has(model) || (_models.Names is [] && (Model is null || ModelList.Same(Model, model)));

    public override async Task<IReadOnlyList<string>> GetModelsAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Message(HttpMethod.Get, "models");
        return await _models.RefreshAsync(http, request, Model, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<UpstreamReply> SendAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = Message(HttpMethod.Post, request.Path);
        message.Content = request.ToContent(Model, out byte[] sent);
        request.CopyHeaders(message);
        if (upstream.Key is not null && request.Path == ProxyPath.Messages)
        {
            message.Headers.TryAddWithoutValidation("x-api-key", upstream.Key.Reveal());
        }

        try
        {
            HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return new UpstreamReply(response, sent, request.Model ?? Model);
        }
        catch (HttpRequestException failure)
        {
            bool isBefore = ConnectionFault.IsBeforeSending(failure);
            throw new UpstreamFault(
                isBefore ? $"cannot be reached ({failure.HttpRequestError})" : "broke the connection", maybeWorked: !isBefore, failure);
        }
    }

    public override Task<ServedVerdict> VerifyAsync(ServedReply reply, CancellationToken cancellationToken) => Task.FromResult(
        new ServedVerdict(null, $"{Id} is no provider on the chain, and its answers carry no signatures."));

    private HttpRequestMessage Message(HttpMethod method, string path)
    {
        HttpRequestMessage message = new(method, $"{_root}/{path}");
        message.Headers.Authorization = upstream.Key is null ? null : new AuthenticationHeaderValue("Bearer", upstream.Key.Reveal());
        return message;
    }
}
