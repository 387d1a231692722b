using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroG.Testing.Faults;

/// <summary>
/// The man in the middle between a JSON-RPC client and a real server: hands requests on and answers back, except where its schedule says
/// otherwise.
/// </summary>
/// <param name="schedule">What goes wrong.</param>
/// <param name="server">Name of the server in the schedule.</param>
/// <param name="way">The way to the real server; stays the caller's to dispose.</param>
public sealed class FaultyLink(FaultSchedule schedule, string server, HttpMessageInvoker way) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, byte[]> _answers = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        JsonNode call = JsonNode.Parse(body)!;
        string method = call is JsonArray batch ? string.Join(',', batch.Select(Method)) : Method(call);
        if (schedule.Next(server, method) is not { } fault)
        {
            return Ok(await ForwardAsync());
        }

        switch (fault.Kind)
        {
            case FaultKind.Unreachable:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "no way there");
            case FaultKind.CutBefore:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut before it arrived");
            case FaultKind.CutAfter:
                await ForwardAsync();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut after it arrived");
            case FaultKind.CutAmid:
                byte[] whole = await ForwardAsync();
                return Ok(whole[..fault.Random.Next(whole.Length)]);
            case FaultKind.Silence:
                await ForwardAsync();
                throw new TaskCanceledException("the client's limit has passed");
            case FaultKind.TooMany:
                return Status(HttpStatusCode.TooManyRequests);
            case FaultKind.TooManyForNow:
                HttpResponseMessage later = Status(HttpStatusCode.TooManyRequests);
                later.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(fault.Random.Next(3)));
                return later;
            case FaultKind.LimitExceeded:
                return Ok(Answers(call, one => Error(one, -32005, "request rate limited")));
            case FaultKind.ServerError:
                return Status(HttpStatusCode.InternalServerError);
            case FaultKind.BadGateway:
                await ForwardAsync();
                return Status(HttpStatusCode.BadGateway);
            case FaultKind.Unavailable:
                return Status(HttpStatusCode.ServiceUnavailable);
            case FaultKind.InternalError:
                await ForwardAsync();
                return Ok(Answers(call, one => Error(one, -32603, "Internal error")));
            case FaultKind.Page:
                return Ok("<html>Come back later.</html>"u8.ToArray());
            case FaultKind.Null:
                await ForwardAsync();
                return Ok(Answers(call, one => new JsonObject { ["jsonrpc"] = "2.0", ["id"] = one["id"]!.DeepClone(), ["result"] = null }));
            case FaultKind.Stale:
                return Ok(_answers.TryGetValue(Question(call), out byte[]? old) ? Readdress(old, call) : await ForwardAsync());
            case FaultKind.Twice:
                await ForwardAsync();
                return Ok(await ForwardAsync());
            case FaultKind.Foreign:
                return Ok(Change(await ForwardAsync(), answer => answer["id"] = 1_000_000_007));
            case FaultKind.Reordered:
                return Ok(Reverse(await ForwardAsync()));
            default:
                return Ok(Change(await ForwardAsync(), answer => Lies.Tell(answer, fault.Random)));
        }

        async Task<byte[]> ForwardAsync()
        {
            using HttpRequestMessage copy = new(HttpMethod.Post, request.RequestUri)
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            using HttpResponseMessage response = await way.SendAsync(copy, cancellationToken);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            _answers[Question(call)] = answer;
            return answer;
        }
    }

    private static string Method(JsonNode? call) => (string)call!["method"]!;

    /// <summary>What is asked, without the id.</summary>
    private static string Question(JsonNode call) => call is JsonArray batch
        ? string.Join(',', batch.Select(one => Question(one!)))
        : $"{call["method"]}{call["params"]?.ToJsonString()}";

    private static HttpResponseMessage Ok(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };

    private static HttpResponseMessage Status(HttpStatusCode status) =>
        new(status) { Content = new StringContent($"<html>{(int)status}</html>", Encoding.UTF8, "text/html") };

    private static byte[] Answers(JsonNode call, Func<JsonNode, JsonNode> answer) => Bytes(call is JsonArray batch
        ? new JsonArray([.. batch.Select(one => answer(one!))])
        : answer(call));

    private static JsonObject Error(JsonNode call, int code, string message) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = call["id"]!.DeepClone(),
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    };

    private static byte[] Readdress(byte[] old, JsonNode call)
    {
        JsonNode answer = JsonNode.Parse(old)!;
        if (answer is JsonArray answers && call is JsonArray calls)
        {
            long shift = (long)calls[0]!["id"]! - answers.Min(one => (long)one!["id"]!);
            foreach (JsonNode? one in answers)
            {
                one!["id"] = (long)one["id"]! + shift;
            }
        }
        else
        {
            answer["id"] = call["id"]!.DeepClone();
        }

        return Bytes(answer);
    }

    private static byte[] Change(byte[] body, Action<JsonNode> change)
    {
        JsonNode answer = JsonNode.Parse(body)!;
        foreach (JsonNode? one in answer is JsonArray answers ? answers.ToArray() : [answer])
        {
            change(one!);
        }

        return Bytes(answer);
    }

    private static byte[] Reverse(byte[] body) => JsonNode.Parse(body) is JsonArray answers
        ? Bytes(new JsonArray([.. answers.Reverse().Select(one => one!.DeepClone())]))
        : body;

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);
}
