using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.Inference.Wire;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Asks models of the network in a wallet's name. The wallet signs tokens and nothing else; money lies in its sub-accounts and is taken by
/// settlement. Safe for many requests at once. A request that a provider may have worked on is never sent twice.
/// </summary>
public sealed class InferenceClient : IDisposable
{
    // The life of the official client.
    private static readonly TimeSpan ServiceLife = TimeSpan.FromMinutes(10);

    private readonly ProviderConnection _connection;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Address, (InferenceService Service, DateTimeOffset ReadAt)> _services = [];
    private readonly ConcurrentDictionary<(Address Provider, string Model), ModelOffer> _offers = [];

    /// <param name="compute">The contracts.</param>
    /// <param name="wallet">Who pays; stays the caller's, and open as long as this client.</param>
    /// <param name="options">Null for the usual ones.</param>
    public InferenceClient(ComputeClient compute, Wallet wallet, InferenceClientOptions? options = null)
    {
        Compute = compute;
        _time = (options ?? InferenceClientOptions.Default).TimeProvider;
        _connection = new ProviderConnection(compute, wallet, options ?? InferenceClientOptions.Default)
        {
            // One that was started again may have registered another address.
            Silent = provider => _services.TryRemove(provider, out _),
        };
    }

    /// <summary>The contracts.</summary>
    public ComputeClient Compute { get; }

    /// <summary>
    /// Moves money to a sub-account when the provider refused for want of it, and says whether there is enough now, so that the request is
    /// made once more. Null, the default, moves nothing. See <see cref="AutoTopUp"/>.
    /// </summary>
    public Func<InferenceService, CancellationToken, Task<bool>>? MoveMoney
    {
        get => _connection.MoveMoney;
        set => _connection.MoveMoney = value;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The service of a provider, remembered for ten minutes, or until it does not answer.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>.</exception>
    public async Task<InferenceService> GetServiceAsync(Address provider, CancellationToken cancellationToken = default)
    {
        if (_services.TryGetValue(provider, out (InferenceService Service, DateTimeOffset ReadAt) known)
            && known.ReadAt + ServiceLife > _time.GetUtcNow())
        {
            return known.Service;
        }

        InferenceService service = await Compute.Inference.FindServiceAsync(provider, cancellationToken)
            ?? throw await new ComputeRefusal(Compute).ProviderUnknownAsync(ServiceKind.Inference, provider, cancellationToken);
        _services[provider] = (service, _time.GetUtcNow());
        return service;
    }

    /// <summary>The models that a provider serves, by its own list.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnreachable</c>, <c>ZgProviderRefused</c>, <c>ZgProviderAnswerInvalid</c>.</exception>
    public async Task<IReadOnlyList<ServedModel>> GetModelsAsync(InferenceService service, CancellationToken cancellationToken = default)
    {
        InferenceEndpoint endpoint = new(service.Url);
        try
        {
            return ProviderConnection.ReadModels(await _connection.GetAsync(endpoint.Models, null, cancellationToken))
                ?? throw StreamFaults.Malformed(endpoint.Root, isStream: false);
        }
        catch (BrokerRefusal refusal)
        {
            throw await new RefusalReport(_connection).ExplainAsync(refusal, service, service.Model, cancellationToken);
        }
        catch (ProviderSilence silence)
        {
            _connection.Silent?.Invoke(service.Provider);
            throw await new RefusalReport(_connection).ExplainAsync(silence, service, cancellationToken);
        }
    }

    /// <summary>A model of a service with its prices. Another model than that of the record is looked up in the provider's list.</summary>
    /// <param name="service">Who is asked.</param>
    /// <param name="model">The model; null for the one of the record.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="ZeroGException"><c>ZgModelNotServed</c>, and what <see cref="GetModelsAsync"/> throws.</exception>
    public async Task<ModelOffer> GetOfferAsync(
        InferenceService service, string? model = null, CancellationToken cancellationToken = default)
    {
        if (model is null || model == service.Model)
        {
            return new ModelOffer(service, service.Model, service.InputPrice, service.OutputPrice);
        }

        if (_offers.TryGetValue((service.Provider, model), out ModelOffer? known) && known.Service == service)
        {
            return known;
        }

        IReadOnlyList<ServedModel> models = await GetModelsAsync(service, cancellationToken);
        ServedModel? served = models.FirstOrDefault(candidate => candidate.Id == model || candidate.CanonicalId == model);
        if (served is null && !AdapterName.Is(model))
        {
            throw RefusalReport.ModelUnknown(service.Provider, model, [.. models.Select(candidate => candidate.Id)]);
        }

        bool isImage = served?.ImagePrice is not null && ServiceTypes.Same(service.ServiceType, ServiceTypes.Image);
        ModelOffer offer = new(
            service, model, served?.PromptPrice ?? service.InputPrice,
            (isImage ? served?.ImagePrice : served?.CompletionPrice) ?? service.OutputPrice);
        return _offers[(service.Provider, model)] = offer;
    }

    /// <summary>Asks a chat model.</summary>
    /// <param name="offer">Who is asked for which model; see <see cref="GetOfferAsync"/>.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="onText">Takes each piece of the answer as it comes; null to wait for the whole.</param>
    /// <param name="cancellationToken">Stops it; what was sent may be charged all the same.</param>
    /// <exception cref="ZeroGException">The refusals of the specification's section 7, <c>ZgAnswerCut</c>, <c>ZgStreamMalformed</c>,
    /// <c>ZgProviderAnswerInvalid</c>, <c>ZgProviderTimeout</c>.</exception>
    public Task<InferenceAnswer> ChatAsync(
        ModelOffer offer, ChatRequest request, Func<string, Task>? onText = null, CancellationToken cancellationToken = default) =>
        new ChatCall(_connection, offer, request, onText).RunAsync(cancellationToken);

    /// <summary>Makes images, or edits one when the request has a source.</summary>
    /// <inheritdoc cref="ChatAsync"/>
    public Task<InferenceAnswer> DrawAsync(ModelOffer offer, ImageRequest request, CancellationToken cancellationToken = default) =>
        new ImageCall(_connection, offer, request).RunAsync(cancellationToken);

    /// <summary>Writes speech down.</summary>
    /// <inheritdoc cref="ChatAsync"/>
    public Task<InferenceAnswer> TranscribeAsync(
        ModelOffer offer, SpeechRequest request, CancellationToken cancellationToken = default) =>
        new SpeechCall(_connection, offer, request).RunAsync(cancellationToken);

    /// <summary>Turns texts into vectors.</summary>
    /// <inheritdoc cref="ChatAsync"/>
    public Task<InferenceAnswer> EmbedAsync(
        ModelOffer offer, IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        new EmbeddingCall(_connection, offer, texts).RunAsync(cancellationToken);

    /// <summary>
    /// Compares an answer with what the provider signed. The signer is read from the chain anew; the signature is kept for about twenty
    /// minutes.
    /// </summary>
    /// <returns>Three facts; what could not be looked at is said, and never counts as passed.</returns>
    /// <exception cref="ZeroGException"><c>ZgSignatureMissing</c>, <c>ZgProviderUnreachable</c>, <c>ZgProviderUnknown</c>.</exception>
    public Task<ResponseVerification> VerifyAsync(InferenceAnswer answer, CancellationToken cancellationToken = default) =>
        new AnswerCheck(_connection).RunAsync(answer, cancellationToken);

    /// <summary>What the user owes a provider and has not been settled, by the provider's word; null when it does not say.</summary>
    public Task<TokenAmount?> FindUnsettledFeeAsync(InferenceService service, CancellationToken cancellationToken = default) =>
        _connection.FindUnsettledFeeAsync(service, cancellationToken);

    /// <summary>
    /// What the user owes a provider and has not been settled: by the provider's word, or else what this client counted in the last day.
    /// </summary>
    public Task<TokenAmount> GetUnsettledFeeAsync(InferenceService service, CancellationToken cancellationToken = default) =>
        _connection.GetUnsettledFeeAsync(service, cancellationToken);

    /// <summary>Counts anew, after money was moved to cover what was owed.</summary>
    internal void ForgetFees(Address provider) => _connection.Fees.Forget(provider);

    /// <summary>
    /// Sends a request below the provider's OpenAI paths as it is, with authorisation added, and hands the answer on as it comes, refusals
    /// and streams too.
    /// </summary>
    /// <param name="service">Who is asked.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">For example <c>chat/completions</c>; see <see cref="InferenceEndpoint.Path"/>.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ZeroGException"><c>ZgProviderUnreachable</c>, <c>ZgSubAccountMissing</c>,
    /// <c>ZgProviderNotAcknowledged</c>.</exception>
    public Task<HttpResponseMessage> SendRawAsync(
        InferenceService service, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken = default) =>
        _connection.SendRawAsync(service, method, new InferenceEndpoint(service.Url).Path(path), content, cancellationToken);
}
