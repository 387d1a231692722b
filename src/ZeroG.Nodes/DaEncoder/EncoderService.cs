using System.Diagnostics;
using System.IO.Pipelines;
using Grpc.Core;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Protocol;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// Answers <c>EncodeBlob</c> as official encoders do (specification section 5.3): the one blob that is refused is too large, with their
/// code and text, and an empty one is encoded. Beyond theirs, such a blob is refused before it is received, as is a message that is
/// compressed or has far more than a blob, a caller that hangs up ends the work, and one that meets a full queue is told so.
/// </summary>
internal sealed class EncoderService(IBlobEncoder encoder, EncoderQueue queue, EncoderMetrics metrics, NodeLog log)
{
    // Fields of a later version would be read and passed over; a message with more of them than this is none to hold in memory.
    private const int SpareSize = 64 << 10;

    /// <summary>Bytes of the largest message that is received.</summary>
    public int MessageLimit => encoder.Shape.MaxDataSize + SpareSize;

    /// <summary>
    /// Why a message is not worth being received, which takes as much memory as it has bytes; null when it may come.
    /// </summary>
    public Status? RefusalOf(MessageHead message, string peer)
    {
        bool isBlobTooLarge = message.BlobSize > encoder.Shape.MaxDataSize;
        if (!message.IsCompressed && !isBlobTooLarge && message.Size <= MessageLimit)
        {
            return null;
        }

        // Official encoders take no compressed messages either; a megabyte can unpack to a gigabyte.
        Status refusal = message.IsCompressed ? new Status(StatusCode.Unimplemented, "Content is compressed, which isn't supported")
            : isBlobTooLarge ? TooLarge(message.BlobSize!.Value, encoder.Shape)
            : new Status(StatusCode.OutOfRange, string.Create(
                null, $"Error, message length too large: found {message.Size} bytes, the limit is: {MessageLimit} bytes"));
        DaEncoderLog.BlobRefused(log, peer, refusal.Detail);
        metrics.Answered("refused", TimeSpan.Zero);
        return refusal;
    }

    /// <summary>Encodes a blob when its turn comes and writes the reply, a gRPC message with its frame.</summary>
    /// <param name="request">What the client asks for.</param>
    /// <param name="writer">Takes the reply; nothing is written before the blob is encoded.</param>
    /// <param name="peer">Who asks, for the log.</param>
    /// <param name="cancellationToken">The client is gone, its deadline is over, or the node stops.</param>
    /// <exception cref="RpcException">What the client is told instead of a reply.</exception>
    public async Task EncodeAsync(EncodeBlobRequest request, PipeWriter writer, string peer, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string outcome = "failed";
        try
        {
            await AnswerAsync(request, writer, peer, cancellationToken).ConfigureAwait(false);
            outcome = "ok";
        }
        catch (RpcException refusal)
        {
            outcome = "refused";
            DaEncoderLog.BlobRefused(log, peer, refusal.Status.Detail);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = "cancelled";
            DaEncoderLog.CallerGone(log, peer);
            throw new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        }
        catch (Exception failure)
        {
            NodeLogMessages.RequestFailed(log, "EncodeBlob", failure);
            throw new RpcException(new Status(StatusCode.Internal, "Internal error"));
        }
        finally
        {
            metrics.Answered(outcome, Stopwatch.GetElapsedTime(start));
        }
    }

    private async Task AnswerAsync(EncodeBlobRequest request, PipeWriter writer, string peer, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> data = request.Data.Memory;
        metrics.Received(data.Length);
        DaEncoderLog.BlobReceived(log, peer, data.Length);
        MatrixShape shape = encoder.Shape;
        if (data.Length > shape.MaxDataSize)
        {
            throw new RpcException(TooLarge(data.Length, shape));
        }

        TimeSpan duration = default;
        EncodedBlob blob = await queue.RunAsync(
            () =>
            {
                long start = Stopwatch.GetTimestamp();
                EncodedBlob encoded = encoder.Encode(data, progress: null, cancellationToken);
                duration = Stopwatch.GetElapsedTime(start);
                return encoded;
            },
            cancellationToken).ConfigureAwait(false);
        metrics.Encoded(duration);
        DaEncoderLog.BlobEncoded(log, peer, data.Length, blob.DataRoot, duration);
        await EncodedReply.WriteAsync(writer, blob, request.RequireData, cancellationToken).ConfigureAwait(false);
        metrics.Sent(EncodedReply.SizeOf(shape, request.RequireData));
    }

    // Byte for byte the text of official encoders, which derives from Rust's way to print an error for builders.
    private static Status TooLarge(long actual, MatrixShape shape) => new(
        StatusCode.Unknown, string.Create(null, $"TooLargeBlob {{ actual: {actual}, expected_max: {shape.MaxDataSize} }}"));
}
