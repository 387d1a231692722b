using ZeroG.Chain;
using ZeroG.Chain.Http;
using ZeroG.Chain.JsonRpc;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>Asks a provider on the chain, with session tokens of the wallet that pays it.</summary>
internal sealed class ProviderCaller(
    ProviderUpstream upstream, InferenceService service, InferenceClient client, HttpClient http, TimeSpan recoveryTime, TimeProvider time)
    : Upstream(upstream.Priority, recoveryTime, time)
{
    private readonly ModelList _models = new();
    private InferenceService _service = service;

    public override string Id { get; } = upstream.Provider.ToString();

    public override string Type => "onchain";

    public override Address? Address => upstream.Provider;

    public override string Endpoint => MaskedUri.Of(new InferenceEndpoint(_service.Url).Proxy);

    public override string? Model => _service.Model;

    public override bool Serves(string path, string? model) =>
        ProxyPath.IsServed(_service.ServiceType, path)
        && (model is null || ModelList.Same(_service.Model, model) || _models.Has(model)
            || AdapterName.Is(model));

    public override async Task<IReadOnlyList<string>> GetModelsAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new InferenceEndpoint(_service.Url).Models);
        return await _models.RefreshAsync(http, request, _service.Model, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<UpstreamReply> SendAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // The client asks the chain anew every ten minutes, and after a silence: providers move, and change their signers.
            InferenceService service = _service = await client.GetServiceAsync(upstream.Provider, cancellationToken).ConfigureAwait(false);
            HttpContent content = request.ToContent(service.Model, out byte[] sent);
            HttpResponseMessage response = await client.SendRawAsync(service, HttpMethod.Post, request.Path, content, cancellationToken)
                .ConfigureAwait(false);
            return new UpstreamReply(response, sent, request.Model ?? service.Model);
        }
        catch (ZeroGException failure)
        {
            // Everything but a connection that broke keeps a request from going out: no account, no trust, no chain.
            bool maybeWorked = failure.InnerException is not null && HasRequestFailure(failure) && !ConnectionFault.IsBeforeSending(failure);
            throw new UpstreamFault(failure.Message.TrimEnd('.'), maybeWorked, failure);
        }
    }

    public override async Task<ServedVerdict> VerifyAsync(ServedReply reply, CancellationToken cancellationToken)
    {
        InferenceService service = _service;
        ResponseSigner signer = ResponseSigner.Choose(
            service.Verifiability, service.IsTeeSignerAcknowledged, service.TeeSigner, service.AdditionalInfo);
        Uri uri = new InferenceEndpoint(service.Url).Signature(reply.Key, reply.Model ?? service.Model);
        ResponseSignature? document;
        try
        {
            using HttpResponseMessage response = await http.GetAsync(uri, cancellationToken).ConfigureAwait(false);
            string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            document = response.IsSuccessStatusCode ? ResponseSignature.Parse(text) : null;
        }
        catch (HttpRequestException)
        {
            document = null;
        }

        return new ServedVerdict(
            document is null
                ? ResponseVerification.Unchecked(
                    $"No signature kept for {reply.Key}. Ask within about 20 minutes and use the ZG-Res-Key value.", signer.Address)
                : ResponseVerification.Of(document, signer, reply.RequestHash, reply.ResponseHash is { } hash ? [[hash]] : []),
            Note: null);
    }

    private static bool HasRequestFailure(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is HttpRequestException)
            {
                return true;
            }
        }

        return false;
    }
}
