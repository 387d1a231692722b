using System.Buffers;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain.Http;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>
/// The way of a request: to the best upstream that has its model; to the next one when that one refuses it for reasons of its own or
/// cannot be reached. Whoever may have worked on it is not followed by another, since that could cost twice.
/// </summary>
internal sealed class RequestForwarder(
    UpstreamPool pool, ServedReplies replies, TimeSpan timeout, TimeProvider clock, InferenceProxyMetrics metrics, NodeLog log)
{
    private const int PieceSize = 16 << 10;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private static readonly string[] Hidden = ["Transfer-Encoding", "Connection", "Keep-Alive", "Set-Cookie", "Server", "Date"];

    // What old brokers say with a plain 400 about the account with them, not about the request.
    private static readonly string[] AccountWords = ["insufficient balance", "session token", "not acknowledge", "rate limit"];

    /// <summary>Serves a request to one of the paid routes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">One of <see cref="ProxyPath"/>.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    public async Task ServeAsync(HttpContext context, string path, CancellationToken stopping)
    {
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        ProxyRequest request = await ProxyRequest.ReadAsync(context.Request, path, gone.Token).ConfigureAwait(false);
        IReadOnlyList<Upstream> able = await pool.ChooseAsync(path, request.Model, gone.Token).ConfigureAwait(false);
        List<string> failures = [];
        for (int i = 0; i < able.Count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            string outcome = "failed";
            try
            {
                UpstreamReply reply = await SendAsync(able[i], request, gone.Token).ConfigureAwait(false);
                using HttpResponseMessage head = reply.Response;
                byte[]? refusal = head.IsSuccessStatusCode ? null : await head.Content.ReadRefusalAsync(gone.Token).ConfigureAwait(false);
                if (refusal is not null && IsOfUpstream(head.StatusCode, refusal))
                {
                    string words = Words(head.StatusCode, refusal);
                    able[i].MarkFailed(words, head.FindRetryAfter(clock.GetUtcNow()));
                    InferenceProxyLog.UpstreamRefused(log, able[i].Id, words);
                    failures.Add($"{able[i].Id}: {words}");
                    if (i + 1 < able.Count)
                    {
                        continue;
                    }
                }
                else
                {
                    able[i].MarkGood();
                }

                outcome = refusal is null ? "ok" : "refused";
                CopyHead(able[i], head, context.Response);
                if (refusal is not null)
                {
                    context.Response.ContentLength = refusal.Length;
                    await context.Response.Body.WriteAsync(refusal, gone.Token).ConfigureAwait(false);
                    return;
                }

                outcome = await PassAsync(able[i], request.Path, reply, context.Response, gone.Token).ConfigureAwait(false);
                return;
            }
            catch (UpstreamFault fault)
            {
                able[i].MarkFailed(fault.Message, pause: null);
                InferenceProxyLog.UpstreamFailed(log, able[i].Id, fault.Message);
                failures.Add($"{able[i].Id}: {fault.Message}");
                if (fault.MaybeWorked)
                {
                    throw new ProxyFailure(
                        StatusCodes.Status502BadGateway, "upstream_error",
                        $"{able[i].Id} {fault.Message} after it had the request, which may have been charged. No other one was asked; "
                        + "send it again if it may be paid twice.");
                }
            }
            finally
            {
                metrics.Answered(path, able[i].Id, outcome, Stopwatch.GetElapsedTime(start));
            }
        }

        throw new ProxyFailure(
            StatusCodes.Status502BadGateway, "upstream_error", $"All providers failed. {string.Join("; ", failures)}.");
    }

    /// <summary>Whether a refusal concerns the upstream, or this proxy's standing with it, rather than the request.</summary>
    private static bool IsOfUpstream(HttpStatusCode status, byte[] body) => status switch
    {
        HttpStatusCode.BadRequest => LenientJson.ParseObject(body)?.Text("error") is { } words
            && AccountWords.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)),
        HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden
            or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.RequestTimeout or HttpStatusCode.Gone
            or HttpStatusCode.TooManyRequests => true,
        _ => (int)status >= 500 || (int)status is >= 300 and < 400,
    };

    private static string Words(HttpStatusCode status, byte[] body)
    {
        string? words = LenientJson.ParseObject(body) is { } json ? json.Text("error") ?? json.Object("error")?.Text("message") : null;
        return words is null ? $"status {(int)status}" : $"status {(int)status}, {ZeroG.Chain.ForeignText.Clean(words, 200)}";
    }

    private static void CopyHead(Upstream upstream, HttpResponseMessage reply, HttpResponse response)
    {
        response.StatusCode = (int)reply.StatusCode;
        foreach ((string name, IEnumerable<string> values) in reply.Headers.Concat(reply.Content.Headers))
        {
            if (!Hidden.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        response.Headers["X-Provider-Address"] = upstream.Id;
    }

    private async Task<UpstreamReply> SendAsync(Upstream upstream, ProxyRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await WithinAsync(timeout, token => upstream.SendAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new UpstreamFault($"was silent for {timeout.TotalSeconds:0.###} s", maybeWorked: true);
        }
    }

    /// <summary>
    /// Hands an answer on as it comes, and no faster than the client takes it. Whoever has all of it can have it verified: it is kept
    /// before its last bytes go out.
    /// </summary>
    private async Task<string> PassAsync(
        Upstream upstream, string path, UpstreamReply reply, HttpResponse response, CancellationToken cancellationToken)
    {
        bool isEvents = reply.Response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        using ReplyWatch watch = new();
        byte[] held = ArrayPool<byte>.Shared.Rent(PieceSize), next = ArrayPool<byte>.Shared.Rent(PieceSize);
        int heldLength = 0;
        bool isEnding = false;
        try
        {
            Stream stream = await reply.Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                int read = await ReadAsync(stream, next, isEnding, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                watch.Append(next.AsSpan(0, read));
                await response.Body.WriteAsync(held.AsMemory(0, heldLength), cancellationToken).ConfigureAwait(false);
                (held, next) = (next, held);
                heldLength = read;
                isEnding |= isEvents && ReplyWatch.IsEnd(held.AsSpan(0, heldLength));
                if (isEvents && !isEnding)
                {
                    // A token is not kept waiting for the next one.
                    await response.Body.WriteAsync(held.AsMemory(0, heldLength), cancellationToken).ConfigureAwait(false);
                    await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
                    heldLength = 0;
                }
            }

            Keep(upstream, path, reply, watch);
            await response.Body.WriteAsync(held.AsMemory(0, heldLength), cancellationToken).ConfigureAwait(false);
            return "ok";
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException
            || (failure is IOException && !cancellationToken.IsCancellationRequested))
        {
            // The client has a part of the answer and can only be told by cutting it off.
            upstream.MarkFailed("broke off in the middle of an answer", pause: null);
            InferenceProxyLog.AnswerCut(log, upstream.Id);
            response.HttpContext.Abort();
            return "cut";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(held);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    /// <summary>The next bytes; 0 at the end, also where an answer is complete and its connection just stays open.</summary>
    private async Task<int> ReadAsync(Stream stream, byte[] buffer, bool isEnding, CancellationToken cancellationToken)
    {
        try
        {
            return await WithinAsync(
                isEnding ? EndLimit : timeout, token => stream.ReadAsync(buffer, token).AsTask(), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (isEnding)
        {
            return 0;
        }
    }

    private void Keep(Upstream upstream, string path, UpstreamReply reply, ReplyWatch watch)
    {
        string? id = watch.FindId();
        string? key = ChatId.OfHeader(reply.Response) ?? id;
        if (key is null)
        {
            return;
        }

        string? responseHash = path is ProxyPath.Image or ProxyPath.ImageEdit ? null : watch.Finish();
        ServedReply served = new(upstream, key, reply.Model, ResponseText.Hash(reply.Sent), responseHash);
        replies.Keep(key, served);
        if (id is not null && id != key)
        {
            replies.Keep(id, served);
        }
    }

    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    private async Task<T> WithinAsync<T>(TimeSpan time, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(time, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await action(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
