using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>
/// A server that passes every call on to a real one, remembers it, and lets the test hold it back before it is passed on.
/// </summary>
internal sealed class ProxyNode : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _real = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Uri _node;

    public ProxyNode(Uri node)
    {
        _node = node;
        Uri = new Uri($"http://127.0.0.1:{ReservedPort.Next()}/");
        _listener.Prefixes.Add(Uri.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    /// <summary>Requests as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Runs before a request is passed on, and may wait; the request is dropped when the proxy closes.</summary>
    public Func<string, CancellationToken, Task>? Gate { get; set; }

    /// <summary>How often a method was called.</summary>
    public int Count(string method) => Requests.Count(request => request.Contains($"\"{method}\"", StringComparison.Ordinal));

    /// <summary>Lets a method have no answer from now on; done when it is asked for the first time.</summary>
    public Task HoldAsync(string method)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Gate = (request, closed) =>
        {
            if (!request.Contains($"\"{method}\"", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, closed);
        };
        return asked.Task;
    }

    public void Dispose()
    {
        _closed.Cancel();
        _listener.Close();
        _real.Dispose();
        _closed.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        try
        {
            string request = await new StreamReader(call.Request.InputStream).ReadToEndAsync();
            Requests.Enqueue(request);
            await (Gate?.Invoke(request, _closed.Token) ?? Task.CompletedTask);
            using StringContent body = new(request, new MediaTypeHeaderValue("application/json"));
            using HttpResponseMessage answer = await _real.PostAsync(_node, body, _closed.Token);
            call.Response.StatusCode = (int)answer.StatusCode;
            call.Response.ContentType = "application/json";
            await using Stream output = call.Response.OutputStream;
            await output.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
        }
        catch (Exception gone) when (
            gone is HttpListenerException or ObjectDisposedException or OperationCanceledException or HttpRequestException)
        {
            // The client has hung up, or the test is over.
        }
    }
}
