using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A web server on a free port that answers each path with what a test has prepared, and 404 to all others.</summary>
internal sealed class ScriptedSite : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, (int Status, string Body, string Headers)> _pages = new();
    private readonly ConcurrentQueue<string> _asked = new();

    public ScriptedSite()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The paths asked for so far, queries included.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Prepares a page.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="body">What is answered.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="headers">More header lines.</param>
    public void Serve(string path, string body, int status = 200, params string[] headers) =>
        _pages[path] = (status, body, string.Concat(headers.Select(header => header + "\r\n")));

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        using (connection)
        {
            using StreamReader reader = new(connection.GetStream(), Encoding.Latin1);
            string path = (await reader.ReadLineAsync())!.Split(' ')[1];
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            _asked.Enqueue(path);
            (int status, string body, string headers) = _pages.GetValueOrDefault(path, (404, "", ""));
            byte[] content = Encoding.UTF8.GetBytes(body);
            string head = $"HTTP/1.1 {status} Scripted\r\nContent-Length: {content.Length}\r\nConnection: close\r\n{headers}\r\n";
            await connection.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. content]);
        }
    }
}
