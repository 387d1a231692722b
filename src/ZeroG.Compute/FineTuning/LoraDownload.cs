using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// Fetches an encrypted model from the provider that made it, straight to the disk. Each attempt signs anew, because a signature is good
/// for five minutes, and goes on where the last one broke off if the provider can; otherwise it begins again.
/// </summary>
internal sealed class LoraDownload(ProviderTransport transport, Wallet wallet, FineTuningClientOptions options)
{
    private const int Piece = 256 << 10;

    /// <summary>Fills a stream up to the end of the model, from what is in it.</summary>
    /// <param name="path">The route.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="destination">What an earlier run received, or nothing. Can be written, sought in and cut off.</param>
    /// <param name="received">Receives the bytes that are there and the whole, zero when that is not known; null for nobody.</param>
    /// <param name="cancellationToken">Stops it; what was received stays.</param>
    public Task FillAsync(
        string path, Guid taskId, Stream destination, IProgress<(long Done, long Total)>? received,
        CancellationToken cancellationToken) => transport.RepeatAsync(
            async stopping =>
            {
                await AttemptAsync(path, taskId, destination, received, stopping);
                return true;
            },
            static fault => fault.IsTransient || fault.Status is 408 or >= 500,
            cancellationToken);

    private async Task AttemptAsync(
        string path, Guid taskId, Stream destination, IProgress<(long Done, long Total)>? received, CancellationToken cancellationToken)
    {
        long timestamp = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        TaskSignatureRecord signed = new()
        {
            Signature = TaskSignatures.Sign(wallet, TaskSignatures.DownloadLora(taskId, timestamp)),
            Timestamp = timestamp,
        };
        using CancellationTokenSource stall = new(options.StallTimeout, options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            await transport.ReadAsync(
                path, signed.ToJson(), destination.Length,
                response => ReceiveAsync(response, destination, received, stall, either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProviderFaults.TimedOut(transport.Uri, options.StallTimeout);
        }
        catch (ProviderFault fault) when (fault.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable && destination.Length > 0)
        {
            // What is there is longer than the model, so that it is another one.
            destination.SetLength(0);
            await AttemptAsync(path, taskId, destination, received, cancellationToken);
        }
    }

    private async Task ReceiveAsync(
        HttpResponseMessage response, Stream destination, IProgress<(long Done, long Total)>? received, CancellationTokenSource stall,
        CancellationToken cancellationToken)
    {
        long offset = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? -1 : 0;
        if (offset < 0 || offset > destination.Length)
        {
            throw ProviderFaults.Malformed(transport.Uri, "another part of the model than was asked for");
        }

        destination.SetLength(offset);
        destination.Position = offset;
        long total = response.Content.Headers.ContentLength is { } rest ? offset + rest : 0;
        byte[] buffer = new byte[Piece];
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await body.ReadAsync(buffer, cancellationToken) is int read and > 0)
        {
            stall.CancelAfter(options.StallTimeout);
            await WriteAsync(destination, buffer.AsMemory(0, read), cancellationToken);
            received?.Report((destination.Position, total));
        }
    }

    // A full disk must not look like a broken connection, which would be tried again.
    private static async ValueTask WriteAsync(Stream destination, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await destination.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw NewFile.WriteFailed((destination as FileStream)?.Name ?? "the model", exception);
        }
    }
}
