using System.Net;
using System.Text;
using System.Text.Json;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>A node whose answer to a method is lost once, or that refuses a method after a number of answers.</summary>
internal sealed class UnreliableNode(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private string? _forget;
    private (string Method, int Answers)? _refuse;

    /// <summary>True while the answer is still to be lost.</summary>
    public bool ForgetsStill => _forget is not null;

    /// <summary>The next answer to a method is lost after the node has acted.</summary>
    public void ForgetNext(string method) => _forget = method;

    /// <summary>How many calls at a block of their own are still to be told that there is no such block.</summary>
    public int LagsFor { get; set; }

    /// <summary>A method is answered so often, and refused once after that.</summary>
    public void RefuseAfter(string method, int answers) => _refuse = (method, answers);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (_refuse is { } refuse && body.Contains(refuse.Method, StringComparison.Ordinal))
        {
            _refuse = refuse.Answers == 0 ? null : refuse with { Answers = refuse.Answers - 1 };
            if (refuse.Answers == 0)
            {
                return new HttpResponseMessage(HttpStatusCode.Forbidden);
            }
        }

        using JsonDocument call = JsonDocument.Parse(body);
        if (LagsFor > 0 && AsksForABlock(call.RootElement))
        {
            LagsFor--;
            string id = call.RootElement.GetProperty("id").GetRawText();
            string refusal = $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":-32000,"message":"header not found"}}""";
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(refusal, Encoding.UTF8, "application/json") };
        }

        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        if (_forget is { } forget && body.Contains(forget, StringComparison.Ordinal))
        {
            _forget = null;
            throw new HttpRequestException(HttpRequestError.ConnectionError, "cut");
        }

        return answer;
    }

    private static bool AsksForABlock(JsonElement call) => call.ValueKind == JsonValueKind.Object
        && call.GetProperty("method").GetString() == "eth_call"
        && call.GetProperty("params")[1].GetString()!.StartsWith("0x", StringComparison.Ordinal);
}
