using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ZeroG.Chain.Http;

namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// One attempt over HTTP: sends a body, reads the answer within limits of size and time, and turns each failure into a sentence.
/// </summary>
internal sealed class JsonRpcTransport : IDisposable
{
    // A first guess where the server does not say how long its answer is; the buffer grows by doubling.
    private const int UnknownAnswerSize = 4096;

    // What a server says of its answer's length is believed up to here; the rest is paid for as it arrives.
    private const int LargestFirstBuffer = 1 << 20;

    private readonly Uri _uri;
    private readonly JsonRpcClientOptions _options;
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue? _authorization;

    public JsonRpcTransport(Uri uri, JsonRpcClientOptions options, HttpMessageHandler? handler)
    {
        _options = options;
        _uri = new UriBuilder(uri) { UserName = "", Password = "" }.Uri;
        _authorization = uri.UserInfo.Length == 0
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))));
        _http = new HttpClient(handler ?? CreateHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends the body once. Only cancellation by the caller is thrown; everything else is the attempt's failure.</summary>
    public async Task<JsonRpcAttempt> SendAsync(PooledBuffer body, CancellationToken cancellationToken)
    {
        JsonRpcRequestContent content = new(body.Written);
        using CancellationTokenSource timeout = new(_options.Timeout, _options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _uri) { Content = content };
            request.Headers.Authorization = _authorization;
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return JsonRpcAttempt.Failed(TimedOut(), isTransient: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // A certificate that does not fit today will not fit in a second.
            bool isTransient = e is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
            return JsonRpcAttempt.Failed(Unreachable(e), isTransient);
        }
        finally
        {
            if (content.IsBeingRead)
            {
                body.KeepFromPool();
            }
        }
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        AllowAutoRedirect = false,
        UseCookies = false,
        // Long enough to keep connections warm, short enough to notice that a name points elsewhere now.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private async Task<JsonRpcAttempt> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout)
        {
            return JsonRpcAttempt.Failed(Refused(response), isTransient: true, response.FindRetryAfter(_options.TimeProvider.GetUtcNow()));
        }

        if (response.Content.Headers.ContentLength > _options.MaxAnswerSize)
        {
            return JsonRpcAttempt.Failed(TooLarge(), isTransient: false);
        }

        PooledBuffer? body = new((int)Math.Min(response.Content.Headers.ContentLength ?? UnknownAnswerSize, LargestFirstBuffer) + 1);
        try
        {
            await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (await stream.ReadAsync(body.GetMemory(), cancellationToken) is int read and > 0)
            {
                body.Advance(read);
                if (body.Length > _options.MaxAnswerSize)
                {
                    return JsonRpcAttempt.Failed(TooLarge(), isTransient: false);
                }
            }

            // Some nodes send a proper refusal with status 400 or 500; its words are worth more than the status.
            if (!response.IsSuccessStatusCode && !LooksLikeAnswer(body.Written.Span))
            {
                return JsonRpcAttempt.Failed(Refused(response), isTransient: false);
            }

            JsonRpcAttempt answered = JsonRpcAttempt.Answered(body);
            body = null;
            return answered;
        }
        finally
        {
            body?.Dispose();
        }
    }

    private static bool LooksLikeAnswer(ReadOnlySpan<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body);
            return reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                && body.IndexOf("\"jsonrpc\""u8) >= 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private ZeroGException TimedOut() => new(
        "ZgRpcTimeout", ErrorKind.OperationTimeout,
        $"{MaskedUri.Of(_uri)} did not answer within {_options.Timeout.TotalSeconds:0.###} seconds. Try again, give more time, "
        + "or use another node.", MaskedUri.Of(_uri));

    private ZeroGException Unreachable(Exception cause) => new(
        "ZgRpcUnreachable", ErrorKind.ConnectionError,
        $"{MaskedUri.Of(_uri)} cannot be reached: {ConnectionFault.Explain(cause)}. Check the address, the network and that the node is running.",
        MaskedUri.Of(_uri), cause);

    private ZeroGException Refused(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        429 => new ZeroGException(
            "ZgRpcRateLimited", ErrorKind.LimitsExceeded,
            $"{MaskedUri.Of(_uri)} limits the number of requests (HTTP 429). Wait a little, or use a node with a higher limit.",
            MaskedUri.Of(_uri)),
        401 or 403 => new ZeroGException(
            "ZgRpcForbidden", ErrorKind.PermissionDenied,
            $"{MaskedUri.Of(_uri)} refused access (HTTP {(int)response.StatusCode}). Check the key or the user name in the address.",
            MaskedUri.Of(_uri)),
        int status => new ZeroGException(
            "ZgRpcHttpError", ErrorKind.ResourceUnavailable,
            $"{MaskedUri.Of(_uri)} answered HTTP {status} instead of JSON-RPC. Check that the address is that of a JSON-RPC endpoint, "
            + "or try again later.", MaskedUri.Of(_uri)),
    };

    private ZeroGException TooLarge() => new(
        "ZgRpcAnswerTooLarge", ErrorKind.LimitsExceeded,
        $"{MaskedUri.Of(_uri)} sent more than the {_options.MaxAnswerSize} bytes that are read as an answer. Ask for less at once.",
        MaskedUri.Of(_uri));
}
