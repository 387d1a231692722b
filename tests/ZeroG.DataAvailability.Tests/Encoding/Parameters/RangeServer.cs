using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>A web server on a free port that serves one file, by ranges.</summary>
internal sealed partial class RangeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private long _sent;

    public RangeServer(byte[] file)
    {
        _listener.Start();
        _serving = ServeAsync(file);
    }

    public string Address => $"http://{_listener.LocalEndpoint}/challenge";

    /// <summary>Bytes of the file that were sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] file)
    {
        List<Task> clients = [];
        try
        {
            while (true)
            {
                clients.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token), file));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task AnswerAsync(TcpClient client, byte[] file)
    {
        using TcpClient connection = client;
        await using NetworkStream stream = connection.GetStream();
        using StreamReader reader = new(stream, System.Text.Encoding.ASCII, leaveOpen: true);
        try
        {
            while (await reader.ReadLineAsync(_stop.Token) is not null)
            {
                (int from, int to) = (0, file.Length - 1);
                bool partial = false;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
                {
                    if (RangeHeader().Match(header) is { Success: true } range)
                    {
                        (from, to, partial) = (int.Parse(range.Groups[1].ValueSpan), int.Parse(range.Groups[2].ValueSpan), true);
                    }
                }

                string status = partial
                    ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{to}/{file.Length}\r\n"
                    : "HTTP/1.1 200 OK\r\n";
                string head = $"{status}Content-Length: {to - from + 1}\r\n\r\n";
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), _stop.Token);

                // Before, since whoever has the last byte may look at once.
                Interlocked.Add(ref _sent, to - from + 1);
                await stream.WriteAsync(file.AsMemory(from, to - from + 1), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client is gone, or the server ends.
        }
    }

    [GeneratedRegex(@"^Range: bytes=(\d+)-(\d+)$", RegexOptions.IgnoreCase)]
    private static partial Regex RangeHeader();
}
