using System.Text.Json;

namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// Calls a JSON-RPC 2.0 server over HTTP. Transport faults, HTTP 429, 502, 503 and 504 and error -32005 are tried again with growing waits;
/// any other refusal is thrown as it came. Safe for any number of calls at once.
/// </summary>
public sealed class JsonRpcClient : IDisposable
{
    // Most calls are a few hundred bytes; the buffer grows for the others.
    private const int UsualRequestSize = 1024;

    private readonly JsonRpcClientOptions _options;
    private readonly JsonRpcTransport _transport;
    private readonly JsonRpcRetry _retry;
    private long _lastId;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    /// <param name="uri">An http or https address. User info becomes a Basic authorization header.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests and special cases; not disposed. Null for a connection pool of this client's own.</param>
    /// <exception cref="ZeroGException"><c>ZgUriInvalid</c>: the address is no absolute http or https address.</exception>
    public JsonRpcClient(Uri uri, JsonRpcClientOptions? options = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new ZeroGException(
                "ZgUriInvalid", ErrorKind.InvalidArgument,
                $"'{MaskedUri.Of(uri)}' is no address of a JSON-RPC server. Use one that begins with http:// or https://.",
                MaskedUri.Of(uri));
        }

        Uri = uri;
        _options = options ?? JsonRpcClientOptions.Default;
        _transport = new JsonRpcTransport(uri, _options, handler);
        _retry = new JsonRpcRetry(_options);
    }

    /// <summary>The server's address as given. It may hold a key: show <see cref="ToString"/> instead.</summary>
    public Uri Uri { get; }

    /// <summary>The clock of this client.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Calls a method and keeps the result.</summary>
    /// <param name="method">Method name.</param>
    /// <param name="parameters">Values that <see cref="JsonRpcValue.Write"/> knows.</param>
    /// <param name="cancellationToken">Stops the call and the waits between attempts.</param>
    /// <exception cref="JsonRpcException">The server refused.</exception>
    /// <exception cref="ZeroGException">
    /// <c>ZgRpcUnreachable</c>, <c>ZgRpcTimeout</c>, <c>ZgRpcRateLimited</c>, <c>ZgRpcForbidden</c>, <c>ZgRpcHttpError</c>,
    /// <c>ZgRpcAnswerTooLarge</c>, <c>ZgRpcAnswerInvalid</c>.
    /// </exception>
    public Task<JsonElement> CallAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default) =>
        CallAsync(method, writer => JsonRpcValue.WriteArray(writer, parameters), JsonElement.ParseValue, cancellationToken);

    /// <summary>Calls a method without materialising parameters or result as objects.</summary>
    /// <param name="method">Method name.</param>
    /// <param name="writeParameters">Writes one JSON array or object.</param>
    /// <param name="read">Reads the result from the buffer of the answer.</param>
    /// <param name="cancellationToken">Stops the call and the waits between attempts.</param>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{object?}, CancellationToken)" path="/exception"/>
    public Task<T> CallAsync<T>(
        string method, Action<Utf8JsonWriter> writeParameters, JsonRpcResultReader<T> read,
        CancellationToken cancellationToken = default) =>
        CallAsync(method, writeParameters, read, mayRepeat: true, cancellationToken);

    /// <summary>
    /// Calls a method once, for calls whose repetition has a meaning of its own; only a refusal for the rate of calls, which the server
    /// gives before it acts, is waited out. After a transport fault it is unknown whether the
    /// server has acted; the caller finds out before going on.
    /// </summary>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{object?}, CancellationToken)"/>
    public Task<JsonElement> CallOnceAsync(
        string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default) =>
        CallAsync(
            method, writer => JsonRpcValue.WriteArray(writer, parameters), JsonElement.ParseValue, mayRepeat: false, cancellationToken);

    /// <summary>
    /// Sends several calls in one request. The replies come in the order of the calls, each with a result or the server's refusal.
    /// </summary>
    /// <exception cref="JsonRpcException">The server refused the batch as a whole.</exception>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{object?}, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<JsonRpcReply>> CallBatchAsync(
        IReadOnlyList<JsonRpcCall> calls, CancellationToken cancellationToken = default)
    {
        if (calls.Count == 0)
        {
            return [];
        }

        long firstId = Interlocked.Add(ref _lastId, calls.Count) - calls.Count + 1;
        string names = string.Join(',', calls.Select(call => call.Method));
        using PooledBuffer request = new(UsualRequestSize);
        JsonRpcMessage.WriteBatch(request, firstId, calls);
        return await RepeatAsync<JsonRpcReply[]>(
            names, request, body => ReadBatch(body, firstId, calls), mayRepeat: true, cancellationToken);
    }

    /// <summary>The server's address without user info, query and keys in the path.</summary>
    public override string ToString() => MaskedUri.Of(Uri);

    public void Dispose() => _transport.Dispose();

    /// <summary>
    /// Reads an answer; what breaks while reading becomes <c>ZgRpcAnswerInvalid</c>, the server's fault and not the caller's.
    /// </summary>
    internal T Understand<T>(string method, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (
            e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException
                or ArgumentException)
        {
            throw new ZeroGException(
                "ZgRpcAnswerInvalid", ErrorKind.ProtocolError,
                $"{this} answered {method} with something that is no valid answer: {ForeignText.Clean(e.Message)} Use another node.",
                method, e);
        }
    }

    private async Task<T> CallAsync<T>(
        string method, Action<Utf8JsonWriter> writeParameters, JsonRpcResultReader<T> read, bool mayRepeat,
        CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        using PooledBuffer request = new(UsualRequestSize);
        JsonRpcMessage.WriteCall(request, id, method, writeParameters);
        return await RepeatAsync(
            method, request, body => JsonRpcMessage.ReadAnswer(body.Span, id, Uri, method, read), mayRepeat, cancellationToken);
    }

    /// <summary>
    /// A batch is repeated as a whole while each of its calls is refused for its rate; once any has an answer, all answers stand.
    /// </summary>
    private JsonRpcOutcome<JsonRpcReply[]> ReadBatch(ReadOnlyMemory<byte> body, long firstId, IReadOnlyList<JsonRpcCall> calls)
    {
        JsonRpcOutcome<JsonRpcReply[]> outcome = JsonRpcMessage.ReadBatch(body.Span, firstId, calls, Uri);
        bool allLimited = outcome.Error is null && Array.TrueForAll(outcome.Result, reply => reply.Error is { IsRateLimit: true });
        return allLimited ? outcome with { Error = outcome.Result[0].Error } : outcome;
    }

    private async Task<T> RepeatAsync<T>(
        string names, PooledBuffer request, Func<ReadOnlyMemory<byte>, JsonRpcOutcome<T>> read, bool mayRepeat,
        CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            long start = _options.TimeProvider.GetTimestamp();
            using JsonRpcAttempt attempt = await _transport.SendAsync(request, cancellationToken);
            JsonRpcOutcome<T> outcome = attempt.Body is { } body ? Understand(names, () => read(body.Written)) : default;
            ZeroGException? failure = attempt.Failure ?? outcome.Error;
            bool isTransient = attempt.IsTransient || outcome.Error is { IsRateLimit: true };
            // Who is refused for the rate of his calls was not heard, so that nothing is repeated.
            bool wasNotHeard = failure is { ErrorId: "ZgRpcRateLimited" } or JsonRpcException { IsRateLimit: true };
            TimeSpan? delay = failure is not null && (mayRepeat || wasNotHeard)
                ? _retry.Next(number, isTransient, attempt.RetryAfter)
                : null;
            _options.Trace?.Invoke(new JsonRpcTrace(
                ToString(), names, number, _options.TimeProvider.GetElapsedTime(start), request.Length, attempt.Body?.Length ?? 0,
                failure?.Message, delay));

            if (failure is null)
            {
                return outcome.Result;
            }

            await Task.Delay(delay ?? throw failure, _options.TimeProvider, cancellationToken);
        }
    }
}
