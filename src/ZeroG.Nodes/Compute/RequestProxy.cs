using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Settlement;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.Fees;
using ZeroG.Nodes.Compute.Metering;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// The story of a paid request: who asks, whether they can pay, what the backend answers, what that costs and what is signed for it. Fee
/// and signature are kept before the last bytes go out, so that whoever has the whole answer finds both.
/// </summary>
internal sealed class RequestProxy(
    ComputeProviderOptions options, UserGate gate, RequestLimits limits, BackendClient backend, FeeBook book, SignedReplies replies,
    ComputeProviderMetrics metrics, NodeLog log)
{
    /// <summary>Header with the id under which the signature of an answer is kept.</summary>
    public const string KeyHeader = "ZG-Res-Key";

    // A reply that is not streamed is held in memory: ten large images fit, an endless one does not.
    private const int LargestReply = 256 << 20;

    private const int PieceSize = 16 << 10;

    /// <summary>Serves a request to one of the paid routes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">One of <see cref="ProxyPath"/>, which this service has.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    public async Task ServeAsync(HttpContext context, string path, CancellationToken stopping)
    {
        long start = Stopwatch.GetTimestamp();
        string outcome = "refused";
        try
        {
            using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            Address user = await gate.EnterAsync(context.Request.Headers.Authorization, gone.Token).ConfigureAwait(false);
            using IDisposable place = limits.Enter(user);
            await gate.AdmitAsync(user, gone.Token).ConfigureAwait(false);
            byte[] body = await ReadBodyAsync(context.Request, gone.Token).ConfigureAwait(false);
            BackendRequest request = await BackendRequest.PrepareAsync(
                path, body, context.Request.ContentType, options.Model, gone.Token).ConfigureAwait(false);
            outcome = "failed";

            // From here on it costs the provider money, so a client that hangs up ends nothing.
            using HttpResponseMessage reply = await backend.SendAsync(request, context.Request.Headers, stopping).ConfigureAwait(false);
            ReplyContext answer = new(context.Response, user, request, body, Guid.NewGuid().ToString());
            outcome = !reply.IsSuccessStatusCode ? await FailAsync(answer, reply, stopping).ConfigureAwait(false)
                : reply.Content.Headers.ContentType?.MediaType == "text/event-stream"
                    ? await StreamAsync(answer, reply, stopping).ConfigureAwait(false)
                    : await AnswerAsync(answer, reply, stopping).ConfigureAwait(false);
        }
        finally
        {
            metrics.Answered(path, outcome, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>
    /// Reads a request. One that is too large is read to its end all the same, because a client that is cut off while it sends does not see
    /// why.
    /// </summary>
    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new((int)Math.Clamp(request.ContentLength ?? 0, 0, 1 << 20));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            long size = 0;
            int read;
            while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                size += read;
                if (size <= ProviderHost.LargestRequest)
                {
                    body.Write(buffer, 0, read);
                }
            }

            return size <= ProviderHost.LargestRequest ? body.ToArray() : throw ProviderHost.TooLarge();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CopyHead(HttpResponseMessage reply, HttpResponse response)
    {
        response.StatusCode = (int)reply.StatusCode;
        response.ContentType = reply.Content.Headers.ContentType?.ToString();
        foreach ((string name, IEnumerable<string> values) in reply.Headers)
        {
            if (name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("X-RateLimit-", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers[name] = values.ToArray();
            }
        }
    }

    /// <summary>Writes to the client unless it is gone; false when it is.</summary>
    private static async Task<bool> TryWriteAsync(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken stopping)
    {
        if (response.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(response.HttpContext.RequestAborted, stopping);
            await response.Body.WriteAsync(bytes, either.Token).ConfigureAwait(false);
            await response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            return !response.HttpContext.RequestAborted.IsCancellationRequested;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<string> FailAsync(ReplyContext answer, HttpResponseMessage reply, CancellationToken stopping)
    {
        // What is wrong between provider and backend is none of the user's, and may show a part of the provider's key.
        ComputeProviderLog.BackendFailed(log, answer.Request.Path, $"status {(int)reply.StatusCode}");
        int status = (int)reply.StatusCode;
        bool isUsers = status is >= 400 and < 500 and not (401 or 402 or 403 or 407);
        if (!isUsers && reply.StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            throw BackendClient.Failed(HttpStatusCode.BadGateway, $"the backend answered with status {status}");
        }

        byte[] body = await backend.ReadAllAsync(reply, LargestReply, stopping).ConfigureAwait(false);
        CopyHead(reply, answer.Response);
        answer.Response.Headers[ProviderRefusal.SourceHeader] = isUsers ? "client" : "upstream";
        await TryWriteAsync(answer.Response, body, stopping).ConfigureAwait(false);
        return "failed";
    }

    private async Task<string> AnswerAsync(ReplyContext answer, HttpResponseMessage reply, CancellationToken stopping)
    {
        byte[] body = await backend.ReadAllAsync(reply, LargestReply, stopping).ConfigureAwait(false);
        UsageCounts usage = ReplyMeter.Read(answer.Request.Path, body, answer.Request.Images);
        Charge(answer, usage);
        replies.Keep(answer.Key, answer.Request.Path, answer.Body, body);
        CopyHead(reply, answer.Response);
        answer.Response.Headers[KeyHeader] = answer.Key;
        answer.Response.ContentLength = body.Length;
        if (!await TryWriteAsync(answer.Response, body, stopping).ConfigureAwait(false))
        {
            ComputeProviderLog.ClientGone(log, answer.User, answer.Key);
        }

        return "ok";
    }

    private async Task<string> StreamAsync(ReplyContext answer, HttpResponseMessage reply, CancellationToken stopping)
    {
        CopyHead(reply, answer.Response);
        answer.Response.Headers[KeyHeader] = answer.Key;
        answer.Response.Headers.CacheControl = "no-cache";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        StreamMeter meter = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            Stream stream = await reply.Content.ReadAsStreamAsync(stopping).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                bool there = true;
                int read;
                while ((read = await backend.ReadAsync(stream, buffer, stopping).ConfigureAwait(false)) > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    meter.Append(buffer.AsSpan(0, read));
                    if (meter.IsComplete)
                    {
                        // Many clients stop here and ask for the signature at once, before the end of the connection.
                        break;
                    }

                    // Waits for a slow client, and so does not read on from the backend meanwhile.
                    if (there && !(there = await TryWriteAsync(answer.Response, buffer.AsMemory(0, read), stopping).ConfigureAwait(false)))
                    {
                        ComputeProviderLog.ClientGone(log, answer.User, answer.Key);
                    }
                }

                Charge(answer, meter.Total);
                string streamHash = Convert.ToHexStringLower(hash.GetHashAndReset());
                replies.Keep(answer.Key, new ResponseText(ResponseText.Hash(answer.Body), [streamHash]));
                if (there)
                {
                    await TryWriteAsync(answer.Response, buffer.AsMemory(0, read), stopping).ConfigureAwait(false);
                }
            }

            return "ok";
        }
        catch (Exception failure) when (failure is ProviderRefusal or OperationCanceledException)
        {
            // The client has a part and can only be told by cutting it off; what it has, it pays.
            TokenAmount fee = Charge(answer, meter.Total);
            ComputeProviderLog.StreamCut(
                log, answer.User, answer.Key, fee, failure is ProviderRefusal ? failure.Message : "the node stops");
            answer.Response.HttpContext.Abort();
            return "cut";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private TokenAmount Charge(ReplyContext answer, UsageCounts usage)
    {
        TokenAmount input = new(options.InputPrice.Wei * usage.Input);
        TokenAmount output = new(options.OutputPrice.Wei * usage.Output);
        FeeRow row = new(answer.Key, answer.User, input, output, options.TimeProvider.GetUtcNow());
        if (!row.Fee.IsZero)
        {
            book.Add(row);
            metrics.Charged(row.Fee);
        }

        ComputeProviderLog.Served(log, answer.User, answer.Request.Path, answer.Key, row.Fee);
        return row.Fee;
    }

    private sealed record ReplyContext(HttpResponse Response, Address User, BackendRequest Request, byte[] Body, string Key);
}
