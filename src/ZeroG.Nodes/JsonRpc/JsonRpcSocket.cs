using System.Net.WebSockets;
using System.Threading.Channels;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// One WebSocket: requests are served one after the other, and all that is sent goes through one queue, so frames never mix.
/// </summary>
internal sealed class JsonRpcSocket(WebSocket socket, JsonRpcDispatcher dispatcher, long maximumMessageSize)
{
    // A subscriber that stands still is cut off after this many messages, as in geth.
    private const int SendBacklog = 20_000;

    private const int ReceiveStep = 16 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(SendBacklog) { SingleReader = true });

    /// <summary>Serves the socket until either side closes it.</summary>
    public async Task ServeAsync(Func<JsonRpcPush, IJsonRpcConnection> open, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IJsonRpcConnection connection = open(Push);
        await using (connection.ConfigureAwait(false))
        {
            Task sending = SendAsync(ending.Token);
            try
            {
                await ReceiveAsync(connection, ending.Token).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
            {
                // The other side is gone or the node stops; either way nobody is left to tell.
                await ending.CancelAsync().ConfigureAwait(false);
            }

            _outgoing.Writer.TryComplete();
            await sending.ConfigureAwait(false);
        }

        bool Push(ReadOnlyMemory<byte> message)
        {
            if (_outgoing.Writer.TryWrite(message))
            {
                return true;
            }

            socket.Abort();
            return false;
        }
    }

    private async Task ReceiveAsync(IJsonRpcConnection connection, CancellationToken cancellationToken)
    {
        using PooledBuffer message = new();
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(
                message.GetMemory(ReceiveStep), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.Advance(part.Count);
            if (message.Length > maximumMessageSize)
            {
                await socket.CloseOutputAsync(
                    WebSocketCloseStatus.MessageTooBig, "message too large", cancellationToken).ConfigureAwait(false);
                return;
            }

            if (!part.EndOfMessage)
            {
                continue;
            }

            using PooledBuffer answer = new();
            if (await dispatcher.AnswerAsync(connection, message.Written, answer, cancellationToken).ConfigureAwait(false))
            {
                await _outgoing.Writer.WriteAsync(answer.Written.ToArray(), cancellationToken).ConfigureAwait(false);
            }

            message.Truncate(0);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> message in _outgoing.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            _outgoing.Writer.TryComplete();
            socket.Abort();
        }
    }
}
