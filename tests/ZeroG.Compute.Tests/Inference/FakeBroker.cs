using System.Net;
using System.Text;
using System.Text.Json;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>
/// A provider at the edge of HTTP: checks tokens as the protocol says, answers what a test puts in line, and keeps a signature for each
/// answer, an honest one unless a test makes it lie.
/// </summary>
internal sealed class FakeBroker(TimeProvider time) : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, byte[], HttpResponseMessage>> _answers = new();
    private readonly Dictionary<string, string> _pages = [];
    private readonly List<(string Route, byte[] Body, string? Authorization)> _requests = [];
    private readonly Lock _gate = new();

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<(string Route, byte[] Body, string? Authorization)> Requests => _requests;

    /// <summary>What the chain says of tokens.</summary>
    public TokenRevocations Revocations { get; set; }

    /// <summary>Whose key signs answers.</summary>
    public Wallet Signer { get; set; } = TestKeys.TeeSigner;

    /// <summary>Alters the response before it is signed, which is a lie about it.</summary>
    public Func<byte[], byte[]> Signed { get; set; } = static response => response;

    /// <summary>Signs the images of an answer instead of its body.</summary>
    public IReadOnlyList<byte[]>? Images { get; set; }

    /// <summary>What comes of a request to an address; null where this provider is.</summary>
    public Func<Uri, Exception?> Elsewhere { get; set; } = static _ => null;

    /// <summary>The next POST gets this.</summary>
    public FakeBroker Then(Func<HttpRequestMessage, byte[], HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>The next POST is answered with JSON, signed under a key.</summary>
    public FakeBroker ThenJson(string json) => Then((_, request) => Answer(request, Encoding.UTF8.GetBytes(json), "application/json"));

    /// <summary>The next POST is answered with a stream of events, signed under a key.</summary>
    public FakeBroker ThenEvents(params string[] events) =>
        Then((_, request) => Answer(request, Encoding.UTF8.GetBytes(Events(events)), "text/event-stream"));

    /// <summary>The next POST is refused with the words of a broker.</summary>
    public FakeBroker ThenRefuse(HttpStatusCode status, string words, TimeSpan? retryAfter = null) => Then((_, _) =>
    {
        HttpResponseMessage response = Text($$"""{"error":"{{words}}"}""", status);
        response.Headers.RetryAfter = retryAfter is { } wait ? new(wait) : null;
        return response;
    });

    /// <summary>Answers a GET.</summary>
    public FakeBroker On(string path, string body)
    {
        _pages[path] = body;
        return this;
    }

    public static string Events(params string[] events) => string.Concat(events.Select(data => $"data: {data}\n\n"));

    public static HttpResponseMessage Text(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    /// <summary>An answer whose signature is kept.</summary>
    public HttpResponseMessage Answer(byte[] request, byte[] response, string mediaType)
    {
        string key = $"key-{_requests.Count}";
        ResponseText text = Images is { } images ? ResponseText.OfImages(request, images) : ResponseText.Of(request, Signed(response));
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            ResponseSignature.Sign(text, Signer).Write(writer);
        }

        _pages[$"/v1/proxy/signature/{key}"] = Encoding.UTF8.GetString(json.ToArray());
        HttpResponseMessage answer = new(HttpStatusCode.OK) { Content = new ByteArrayContent(response) };
        answer.Content.Headers.ContentType = new(mediaType);
        answer.Headers.Add(ChatId.Header, key);
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        string? authorization = request.Headers.Authorization?.ToString();
        string path = request.RequestUri!.AbsolutePath;
        lock (_gate)
        {
            _requests.Add(($"{request.Method} {path}", body, authorization));
        }

        if (Elsewhere(request.RequestUri) is { } failure)
        {
            throw failure;
        }

        if (request.Method == HttpMethod.Get)
        {
            return _pages.TryGetValue(path, out string? page)
                ? Text(page)
                : Text("""{"error":"Chat id not found or expired"}""", HttpStatusCode.NotFound);
        }

        SessionTokenVerdict verdict = await SessionTokenCheck.RunAsync(
            authorization, TestKeys.Provider.Address, time.GetUtcNow(),
            (_, _) => ValueTask.FromResult<TokenRevocations?>(Revocations), cancellationToken);
        if (!verdict.IsValid)
        {
            return Text($$"""{"error":"{{verdict.Message}}"}""", HttpStatusCode.Unauthorized);
        }

        lock (_gate)
        {
            return _answers.TryDequeue(out Func<HttpRequestMessage, byte[], HttpResponseMessage>? answer)
                ? answer(request, body)
                : throw new InvalidOperationException($"Nothing is in line for {path}.");
        }
    }
}
