using System.Net;
using System.Text;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A storage node that passes everything on to a real one, and changes one byte of each segment that it gives out.</summary>
internal sealed class LyingNode : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _honest = new();
    private readonly Uri _node;

    public LyingNode(Uri node)
    {
        _node = node;
        Uri = new Uri($"http://127.0.0.1:{ReservedPort.Next()}/");
        _listener.Prefixes.Add(Uri.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    public void Dispose()
    {
        _listener.Close();
        _honest.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext call = await _listener.GetContextAsync();
                string request = await new StreamReader(call.Request.InputStream).ReadToEndAsync();
                using StringContent body = new(request, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await _honest.PostAsync(_node, body);
                string text = await answer.Content.ReadAsStringAsync();
                bool isSegment = request.Contains("zgs_downloadSegment", StringComparison.Ordinal);
                call.Response.ContentType = "application/json";
                await using Stream output = call.Response.OutputStream;
                await output.WriteAsync(Encoding.UTF8.GetBytes(isSegment ? Damage(text) : text));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    // The first Base64 digit of the data, which is the first property of a segment's proof or the whole result.
    private static string Damage(string answer)
    {
        string mark = answer.Contains("\"data\":\"", StringComparison.Ordinal) ? "\"data\":\"" : "\"result\":\"";
        int digit = answer.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return answer[..digit] + (answer[digit] == 'A' ? 'B' : 'A') + answer[(digit + 1)..];
    }
}
