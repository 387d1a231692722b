using System.Net;
using System.Text;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>
/// A provider at the edge of HTTP: answers routes in the order in which a test scripts them, and remembers what was asked.
/// </summary>
internal sealed class ScriptedProvider : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpRequestMessage, HttpResponseMessage>>> _routes = [];
    private readonly List<(string Route, byte[] Body, string? Range)> _requests = [];

    /// <summary>What was asked, in order: the method and path, the body, and the Range header.</summary>
    public IReadOnlyList<(string Route, byte[] Body, string? Range)> Requests => _requests;

    /// <summary>The next request of a route gets this; the last one scripted is given for ever.</summary>
    public ScriptedProvider On(string route, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        if (!_routes.TryGetValue(route, out var queue))
        {
            _routes.Add(route, queue = new());
        }

        queue.Enqueue(answer);
        return this;
    }

    /// <inheritdoc cref="On(string, Func{HttpRequestMessage, HttpResponseMessage})"/>
    public ScriptedProvider On(string route, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        On(route, _ => Text(body, status));

    /// <summary>An answer.</summary>
    public static HttpResponseMessage Text(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>The next request of a route is refused with the words of a broker.</summary>
    public ScriptedProvider Refuse(string route, string words, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        On(route, $$"""{"error":"{{words}}"}""", status);

    /// <summary>The next request of a route breaks: before it arrives, or after.</summary>
    public ScriptedProvider Break(string route, HttpRequestError error) =>
        On(route, _ => throw new HttpRequestException(error, "broken"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string route = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        _requests.Add((route, body, request.Headers.Range?.ToString()));
        cancellationToken.ThrowIfCancellationRequested();
        return _routes.TryGetValue(route, out var queue)
            ? (queue.Count > 1 ? queue.Dequeue() : queue.Peek())(request)
            : throw new InvalidOperationException($"Nobody scripted {route}.");
    }
}
