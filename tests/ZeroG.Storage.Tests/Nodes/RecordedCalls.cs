using System.Net;
using System.Text;
using System.Text.Json;

namespace ZeroG.Storage.Tests.Nodes;

/// <summary>A server that gives prepared answers, by method, and keeps what it was asked.</summary>
internal sealed class RecordedCalls(Dictionary<string, string> answers) : HttpMessageHandler
{
    /// <summary>Each call as <c>method params</c>.</summary>
    public List<string> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        string method = body.RootElement.GetProperty("method").GetString()!;
        Asked.Add($"{method} {body.RootElement.GetProperty("params").GetRawText()}");
        string outcome = answers.TryGetValue(method, out string? answer)
            ? $"\"result\":{answer}"
            : "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}";
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($"{{\"jsonrpc\":\"2.0\",\"id\":{body.RootElement.GetProperty("id").GetRawText()},{outcome}}}", Encoding.UTF8, "application/json"),
        };
    }
}
