using System.Net;
using System.Text;
using System.Text.Json;

namespace ZeroG.Testing;

/// <summary>
/// A JSON-RPC server at the edge of HTTP: answers by method, singly or in batches, remembers every call, and can break in all the ways a
/// network can.
/// </summary>
public sealed class FakeRpcServer : HttpMessageHandler
{
    private readonly Dictionary<string, Func<JsonElement, string>> _methods = [];
    private readonly Queue<Func<HttpResponseMessage>> _script = new();
    private readonly List<FakeRpcCall> _calls = [];
    private readonly Lock _lock = new();

    /// <summary>All calls received so far, also those whose answer was lost.</summary>
    public IReadOnlyList<FakeRpcCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Number of HTTP requests received.</summary>
    public int Requests { get; private set; }

    /// <summary>The last request's headers.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Runs in front of each request and may wait.</summary>
    public Func<CancellationToken, Task>? Gate { get; set; }

    /// <summary>
    /// Answers a method with JSON text; the function gets the parameters and may throw <see cref="FakeRpcException"/> or a transport fault.
    /// </summary>
    public FakeRpcServer On(string method, Func<JsonElement, string> answer)
    {
        _methods[method] = answer;
        return this;
    }

    /// <summary>Answers a method with always the same JSON text.</summary>
    public FakeRpcServer On(string method, string json) => On(method, _ => json);

    /// <summary>The next request gets this instead of an answer; several queue up.</summary>
    public FakeRpcServer Then(Func<HttpResponseMessage> response)
    {
        _script.Enqueue(response);
        return this;
    }

    /// <summary>The next request gets this status and body.</summary>
    public FakeRpcServer Then(HttpStatusCode status, string body = "", TimeSpan? retryAfter = null) => Then(() =>
    {
        HttpResponseMessage response = new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        response.Headers.RetryAfter = retryAfter is { } wait ? new System.Net.Http.Headers.RetryConditionHeaderValue(wait) : null;
        return response;
    });

    /// <summary>The next request fails as if the connection had been cut.</summary>
    public FakeRpcServer ThenCut() =>
        Then(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "cut http://user:secret@host/?key=secret"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (Gate is { } gate)
        {
            await gate(cancellationToken);
        }

        lock (_lock)
        {
            Requests++;
            Authorization = request.Headers.Authorization?.ToString();
            using JsonDocument document = JsonDocument.Parse(body);
            if (_script.TryDequeue(out Func<HttpResponseMessage>? scripted))
            {
                Remember(document.RootElement);
                return scripted();
            }

            string answer = document.RootElement.ValueKind == JsonValueKind.Array
                ? "[" + string.Join(',', document.RootElement.EnumerateArray().Reverse().Select(Answer)) + "]"
                : Answer(document.RootElement);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }

    private void Remember(JsonElement body)
    {
        foreach (JsonElement call in body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : new[] { body })
        {
            _calls.Add(new FakeRpcCall(call.GetProperty("method").GetString()!, call.GetProperty("params").Clone()));
        }
    }

    private string Answer(JsonElement call)
    {
        Remember(call);
        string id = call.GetProperty("id").GetRawText();
        string method = call.GetProperty("method").GetString()!;
        try
        {
            string result = _methods.TryGetValue(method, out Func<JsonElement, string>? answer)
                ? answer(call.GetProperty("params"))
                : throw new FakeRpcException(-32601, $"the method {method} does not exist/is not available");
            return $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""";
        }
        catch (FakeRpcException error)
        {
            string data = error.DataJson is null ? "" : $",\"data\":{error.DataJson}";
            string message = JsonSerializer.Serialize(error.Message);
            return $$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":{{error.Code}},"message":{{message}}{{data}} } }""";
        }
    }
}
