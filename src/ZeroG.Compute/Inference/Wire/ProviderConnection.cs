using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text.Json;
using OpenAI;
using Polly;
using Polly.Retry;
using ZeroG.Chain;
using ZeroG.Chain.Http;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>
/// One wallet's way to all providers: tokens, HTTP, and the questions that are free. Paid requests go through <see cref="CallAsync"/>,
/// which turns every failure into a <see cref="ZeroGException"/>.
/// </summary>
internal sealed class ProviderConnection : IDisposable
{
    private const int LargestAnswer = 32 << 20;

    private readonly InferenceClientOptions _options;
    private readonly ProviderHandler _handler;
    private readonly HttpClient _http;
    private readonly SessionTokens _tokens;
    private readonly StatusClient _status;
    private readonly ResiliencePipeline _free;

    public ProviderConnection(ComputeClient compute, Wallet wallet, InferenceClientOptions options)
    {
        Compute = compute;
        User = wallet.Address;
        _options = options;
        Fees = new FeeCache(options.TimeProvider);
        _handler = new ProviderHandler(options, options.Handler ?? CreateHandler());
        _http = new HttpClient(_handler, disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        _tokens = new SessionTokens(wallet, ReadRevocationsAsync, options.TimeProvider);
        _status = new StatusClient(options.Handler is null ? StatusClient.UriOf(compute.Network) : null);
        _free = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ProviderSilence>().Handle<BrokerRefusal>(refusal => refusal.IsLimit),
            MaxRetryAttempts = Math.Max(1, options.Attempts - 1),
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.FirstPause,
            MaxDelay = options.LongestPause,
        }).Build();
    }

    /// <summary>The contracts.</summary>
    public ComputeClient Compute { get; }

    /// <summary>Who pays.</summary>
    public Address User { get; }

    /// <summary>Moves money to a sub-account that has too little; null when nobody wants that. False when there still is.</summary>
    public Func<InferenceService, CancellationToken, Task<bool>>? MoveMoney { get; set; }

    /// <summary>Hears of each provider that did not answer a request; null for nobody.</summary>
    public Action<Address>? Silent { get; init; }

    /// <summary>What was spent by own count.</summary>
    public FeeCache Fees { get; }

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
        _status.Dispose();
    }

    /// <summary>Makes one paid request through the client library.</summary>
    /// <param name="service">Who is asked.</param>
    /// <param name="model">Which model, for messages.</param>
    /// <param name="isStream">Whether the answer comes as a stream, for messages.</param>
    /// <param name="call">Makes the request with the library's options and a key, and reads the answer.</param>
    /// <param name="cancellationToken">Stops it; what was sent may be charged all the same.</param>
    public async Task<InferenceAnswer> CallAsync(
        InferenceService service, string model, bool isStream,
        Func<Exchange, ApiKeyCredential, OpenAIClientOptions, Task<InferenceAnswer>> call, CancellationToken cancellationToken)
    {
        InferenceEndpoint endpoint = new(service.Url);
        // Each is mended once, whatever else had to be.
        bool isTokenNew = false, isMoneyMoved = false, isFollowed = false;
        while (true)
        {
            Exchange exchange = new(service);
            SessionToken token = await GetTokenAsync(service.Provider, cancellationToken);
            try
            {
                InferenceAnswer answer = await call(exchange, new ApiKeyCredential(token.ToSecret()), Options(endpoint, exchange));
                Fees.Add(service.Provider, answer.Fee);
                return answer;
            }
            catch (BrokerRefusal refusal) when (!isTokenNew && refusal.IsDeadToken)
            {
                // All tokens were revoked, or the clock was set; a new one is free.
                isTokenNew = true;
                _tokens.Forget(service.Provider);
            }
            catch (BrokerRefusal refusal) when (!isMoneyMoved && refusal.IsTooLow && MoveMoney is { } move)
            {
                isMoneyMoved = true;
                if (!await move(service, cancellationToken))
                {
                    throw await new RefusalReport(this).ExplainAsync(refusal, service, model, cancellationToken);
                }
            }
            catch (BrokerRefusal refusal)
            {
                throw await new RefusalReport(this).ExplainAsync(refusal, service, model, cancellationToken);
            }
            catch (ProviderSilence silence)
            {
                Silent?.Invoke(service.Provider);
                InferenceService? moved = !isFollowed && ConnectionFault.IsBeforeSending(silence)
                    ? await FindMovedAsync(service, cancellationToken)
                    : null;

                // Nobody has had the request yet, so it goes to where the provider is now.
                service = moved ?? throw await new RefusalReport(this).ExplainAsync(silence, service, cancellationToken);
                endpoint = new InferenceEndpoint(service.Url);
                isFollowed = true;
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw StreamFaults.Late(endpoint.Root, _options.Timeout, e);
            }
            catch (Exception e) when (IsMisread(e))
            {
                throw StreamFaults.Malformed(endpoint.Root, isStream, e);
            }
            finally
            {
                exchange.Abandon();
            }
        }
    }

    /// <summary>Sends a request as it is, with authorisation, and hands the answer on as it comes, refusals too.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(
        InferenceService service, HttpMethod method, Uri uri, HttpContent? content, CancellationToken cancellationToken)
    {
        SessionToken token = await GetTokenAsync(service.Provider, cancellationToken);
        HttpRequestMessage request = new(method, uri) { Content = content };
        request.Headers.Authorization = new("Bearer", token.ToSecret());
        try
        {
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                // Tokens may have been revoked; the next request looks at the account anew.
                _tokens.Forget(service.Provider);
            }

            return response;
        }
        catch (HttpRequestException e)
        {
            Silent?.Invoke(service.Provider);
            throw await new RefusalReport(this).ExplainAsync(new ProviderSilence(e), service, cancellationToken);
        }
    }

    /// <summary>A free question to a provider, asked again when it fails.</summary>
    /// <exception cref="BrokerRefusal">The provider refused.</exception>
    /// <exception cref="ProviderSilence">It does not answer.</exception>
    public async Task<string> GetAsync(Uri uri, SessionToken? token, CancellationToken cancellationToken) =>
        await _free.ExecuteAsync(async stopping => await GetOnceAsync(uri, token, stopping), cancellationToken);

    /// <summary>A free file of a provider, open to all, asked for again when it fails.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<byte[]> GetBytesAsync(Uri uri, CancellationToken cancellationToken) =>
        await _free.ExecuteAsync(async stopping => await GetBytesOnceAsync(uri, null, stopping), cancellationToken);

    /// <summary>A token, after the user's own trust in the provider was looked at.</summary>
    /// <exception cref="ZeroGException"><c>ZgSubAccountMissing</c>, <c>ZgProviderNotAcknowledged</c>.</exception>
    public Task<SessionToken> GetTokenAsync(Address provider, CancellationToken cancellationToken) =>
        _tokens.GetAsync(provider, cancellationToken);

    /// <summary>What the user holds with the provider; null for nothing.</summary>
    public Task<SubAccount?> FindAccountAsync(Address provider, CancellationToken cancellationToken) =>
        Compute.Inference.FindAccountAsync(User, provider, cancellationToken);

    /// <summary>What to throw when there is no sub-account.</summary>
    public Task<ZeroGException> MissingAccountAsync(Address provider, CancellationToken cancellationToken) =>
        new ComputeRefusal(Compute).SubAccountMissingAsync(ServiceKind.Inference, User, provider, cancellationToken);

    /// <summary>What the user owes and has not been settled, by the provider's word; null when it does not say.</summary>
    public async Task<TokenAmount?> FindUnsettledFeeAsync(InferenceService service, CancellationToken cancellationToken)
    {
        try
        {
            SessionToken token = await GetTokenAsync(service.Provider, cancellationToken);
            string text = await GetOnceAsync(new InferenceEndpoint(service.Url).UnsettledFee(User), token, cancellationToken);
            return LenientJson.ParseObject(text)?.WholeNumber("unsettledFee") is { Sign: >= 0 } neuron ? new TokenAmount(neuron) : null;
        }
        catch (Exception e) when (e is BrokerRefusal or ProviderSilence)
        {
            return null;
        }
    }

    /// <summary>What the user owes: by the provider's word, or else by own count.</summary>
    public async Task<TokenAmount> GetUnsettledFeeAsync(InferenceService service, CancellationToken cancellationToken) =>
        await FindUnsettledFeeAsync(service, cancellationToken) ?? Fees[service.Provider];

    /// <summary>The models of a provider; null when it does not say.</summary>
    public async Task<IReadOnlyList<ServedModel>?> FindModelsAsync(InferenceService service, CancellationToken cancellationToken)
    {
        try
        {
            return ReadModels(await GetOnceAsync(new InferenceEndpoint(service.Url).Models, null, cancellationToken));
        }
        catch (Exception e) when (e is BrokerRefusal or ProviderSilence)
        {
            return null;
        }
    }

    /// <summary>The models in a list; null when it is none.</summary>
    public static IReadOnlyList<ServedModel>? ReadModels(string text) =>
        LenientJson.ParseObject(text) is { } json && json.Member("data") is { ValueKind: JsonValueKind.Array }
            ? [.. json.Items("data").Select(ServedModel.Read).OfType<ServedModel>()]
            : null;

    /// <summary>Health of a service by the status API; null when it does not say.</summary>
    public async Task<HealthState?> FindHealthAsync(InferenceService service, CancellationToken cancellationToken) =>
        (await _status.GetHealthAsync(cancellationToken)).FirstOrDefault(health => health.Provider == service.Provider)?.State;

    /// <summary>The service where it has moved to, with all else as it was; null for any other, or where the chain does not say.</summary>
    private async Task<InferenceService?> FindMovedAsync(InferenceService service, CancellationToken cancellationToken)
    {
        try
        {
            InferenceService? now = await Compute.Inference.FindServiceAsync(service.Provider, cancellationToken);
            return now is not null && now.Url != service.Url && now with { Url = service.Url, UpdatedAt = service.UpdatedAt } == service
                ? now
                : null;
        }
        catch (ZeroGException)
        {
            return null;
        }
    }

    private async Task<TokenRevocations?> ReadRevocationsAsync(Address provider, CancellationToken cancellationToken)
    {
        SubAccount account = await FindAccountAsync(provider, cancellationToken)
            ?? throw await MissingAccountAsync(provider, cancellationToken);
        return account.IsAcknowledged
            ? new TokenRevocations(account.Generation, account.RevokedBitmap)
            : throw RefusalReport.NotAcknowledged(provider);
    }

    private async Task<string> GetOnceAsync(Uri uri, SessionToken? token, CancellationToken cancellationToken) =>
        System.Text.Encoding.UTF8.GetString(await GetBytesOnceAsync(uri, token, cancellationToken));

    private async Task<byte[]> GetBytesOnceAsync(Uri uri, SessionToken? token, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), _options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Get, uri);
        request.Headers.Authorization = token is null ? null : new("Bearer", token.ToSecret());
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await _handler.RefusalAsync(response, either.Token);
            }

            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            return await response.Content.ReadAsByteArrayAsync(either.Token);
        }
        catch (HttpRequestException e)
        {
            throw new ProviderSilence(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderSilence(new HttpRequestException(HttpRequestError.Unknown, "timeout", e));
        }
    }

    private OpenAIClientOptions Options(InferenceEndpoint endpoint, Exchange exchange) => new()
    {
        Endpoint = endpoint.Proxy,
        Transport = new ExchangeTransport(_http, exchange),
        // What may be tried again, the handler knows; the library would repeat what may have been charged.
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = _options.Timeout,
    };

    /// <summary>What the library throws over an answer that it cannot read.</summary>
    private static bool IsMisread(Exception e) => e is JsonException or FormatException or ArgumentException or InvalidOperationException
        or KeyNotFoundException or IndexOutOfRangeException or ClientResultException;

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the token to another server; compression would hide the bytes that were signed.
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };
}
