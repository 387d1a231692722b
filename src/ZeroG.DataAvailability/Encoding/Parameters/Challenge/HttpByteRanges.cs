using System.Net;
using System.Net.Http.Headers;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DataAvailability.Encoding.Parameters.Challenge;

/// <summary>
/// Parts of a file on a web server, by range requests: a quarter of a gigabyte instead of 96. What fails for a moment is asked for again.
/// </summary>
internal sealed class HttpByteRanges : ByteRanges
{
    private const int PieceSize = 8 << 20;

    private readonly RangeRequests _requests;

    private HttpByteRanges(RangeRequests requests, long length)
        : base(MaskedUri.Of(requests.Uri), length) => _requests = requests;

    /// <summary>Asks the server how long the file is, with a range of one byte.</summary>
    /// <exception cref="ZeroGException"><c>ZgChallengeNotFound</c>, <c>ZgChallengeUnreachable</c>, <c>ZgChallengeNoRanges</c>.</exception>
    public static async Task<HttpByteRanges> OpenAsync(
        Uri uri, HttpMessageHandler? handler, TimeProvider time, CancellationToken cancellationToken)
    {
        HttpClient http = new(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        RangeRequests requests = new(uri, http, time);
        try
        {
            return new(requests, await requests.ReadAsync(0, new byte[1], cancellationToken));
        }
        catch
        {
            requests.Dispose();
            throw;
        }
    }

    public override async Task ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        for (int start = 0; start < buffer.Length; start += PieceSize)
        {
            Memory<byte> piece = buffer.Slice(start, Math.Min(PieceSize, buffer.Length - start));
            if (await _requests.ReadAsync(offset + start, piece, cancellationToken) != Length)
            {
                throw _requests.NoRanges("gives another file than before");
            }
        }
    }

    public override void Dispose() => _requests.Dispose();

    /// <summary>One range after the other of one address.</summary>
    private sealed class RangeRequests(Uri uri, HttpClient http, TimeProvider time) : IDisposable
    {
        private const int MaxAttempts = 5;

        private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan AttemptLimit = TimeSpan.FromMinutes(5);

        public Uri Uri => uri;

        /// <summary>Reads a range, again if it fails for a moment.</summary>
        /// <returns>Bytes of the whole file.</returns>
        public async Task<long> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            for (int attempt = 1; ; attempt++)
            {
                using CancellationTokenSource limit = new(AttemptLimit, time);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                try
                {
                    return await TryAsync(offset, buffer, either.Token);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (attempt == MaxAttempts
                        || exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
                    {
                        throw Unreachable(exception);
                    }
                }

                await Task.Delay(FirstDelay * (1 << (attempt - 1)), time, cancellationToken);
            }
        }

        public ZeroGException NoRanges(string what) => new(
            "ZgChallengeNoRanges", ErrorKind.ProtocolError,
            $"The server of '{MaskedUri.Of(uri)}' {what}. Use another mirror, or download the file and give its path.", MaskedUri.Of(uri));

        public void Dispose() => http.Dispose();

        private async Task<long> TryAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            long end = offset + buffer.Length - 1;
            using HttpRequestMessage request = new(HttpMethod.Get, uri);
            request.Headers.Range = new RangeHeaderValue(offset, end);
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            switch (response.StatusCode)
            {
                case HttpStatusCode.PartialContent:
                    break;
                case HttpStatusCode.OK:
                    throw NoRanges("sends only the whole file, not a part of it");
                case HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone or HttpStatusCode.Unauthorized:
                    throw NotFound(MaskedUri.Of(uri));
                case HttpStatusCode.RequestedRangeNotSatisfiable:
                    throw NoRanges("says that the file ends before the part that was asked for");
                default:
                    throw new HttpRequestException($"The server answers {(int)response.StatusCode} {response.ReasonPhrase}.");
            }

            if (response.Content.Headers.ContentRange is not { Length: long length } range || range.From != offset || range.To != end)
            {
                throw NoRanges("sends another part than was asked for");
            }

            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await body.ReadExactlyAsync(buffer, cancellationToken);
            return length;
        }

        private ZeroGException Unreachable(Exception cause) => new(
            "ZgChallengeUnreachable", ErrorKind.ConnectionError,
            $"'{MaskedUri.Of(uri)}' cannot be read: {(cause is OperationCanceledException ? "it takes too long." : cause.Message)} "
            + "Check the address and the network.",
            MaskedUri.Of(uri), cause);
    }
}
