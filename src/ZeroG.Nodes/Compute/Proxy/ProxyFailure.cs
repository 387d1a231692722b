using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>Why the proxy itself refuses a request, in the form that OpenAI's clients read.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">OpenAI's code where there is one.</param>
/// <param name="message">What is wrong and what to do; never a secret.</param>
internal sealed class ProxyFailure(int status, string code, string message) : Exception(message)
{
    /// <summary>Writes it as the answer.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        string type = status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            < StatusCodes.Status500InternalServerError => "invalid_request_error",
            _ => "server_error",
        };
        response.StatusCode = status;
        response.ContentType = "application/json";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { error = new { message = Message, type, code } });
        return response.Body.WriteAsync(body).AsTask();
    }
}
