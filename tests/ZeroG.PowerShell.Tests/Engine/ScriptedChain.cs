using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A JSON-RPC server on a free port that answers each method with one prepared result.</summary>
internal sealed class ScriptedChain : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, string> _results;

    public ScriptedChain(ulong chainId, params (string Method, string Result)[] results)
    {
        _results = results.Append(("eth_chainId", $"0x{chainId:x}")).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            using StreamReader reader = new(connection.GetStream(), Encoding.Latin1);
            int length = 0;
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
            {
                length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..]) : length;
            }

            char[] body = new char[length];
            await reader.ReadBlockAsync(body);
            using JsonDocument request = JsonDocument.Parse(new string(body));
            string id = request.RootElement.GetProperty("id").GetRawText();
            string method = request.RootElement.GetProperty("method").GetString()!;
            string outcome = _results.TryGetValue(method, out string? result)
                ? $"\"result\":\"{result}\""
                : "\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}";
            string answer = $$"""{"jsonrpc":"2.0","id":{{id}},{{outcome}}}""";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {answer.Length}\r\nConnection: close\r\n\r\n{answer}"));
        }
    }
}
