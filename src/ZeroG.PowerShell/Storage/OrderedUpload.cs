using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Sends what is to be sent, passes over what is done, and gives out both in the order of the input.</summary>
/// <param name="upload">Sends.</param>
internal sealed class OrderedUpload(BatchUpload upload)
{
    /// <summary>Works on all entries.</summary>
    /// <param name="entries">The files; read as fast as the upload takes them.</param>
    /// <param name="progress">Receives phases and bytes.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>Each entry with its result or its failure.</returns>
    public async IAsyncEnumerable<(UploadEntry Entry, UploadResult? Result, ZeroGException? Failure)> SendAsync(
        IAsyncEnumerable<UploadEntry> entries, IProgress<TransferProgress> progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // The upload takes as many files as it can bear; what waits in the order are those, and entries that only have to be emitted.
        Channel<UploadEntry> order = Channel.CreateUnbounded<UploadEntry>();
        Channel<UploadItem> open = Channel.CreateBounded<UploadItem>(1);
        Task dividing = DivideAsync(entries, order.Writer, open.Writer, stop.Token);
        try
        {
            await using IAsyncEnumerator<BatchUploadResult> results =
                upload.SendAsync(open.Reader.ReadAllAsync(stop.Token), progress, stop.Token).GetAsyncEnumerator(stop.Token);
            await foreach (UploadEntry entry in order.Reader.ReadAllAsync(stop.Token))
            {
                if (entry.Done is not null)
                {
                    yield return (entry, entry.Done, null);
                }
                else if (await results.MoveNextAsync())
                {
                    (UploadItem item, UploadResult? result, ZeroGException? failure) = results.Current;
                    yield return ((UploadEntry)item.Key, result, failure);
                }
            }

            await dividing;
        }
        finally
        {
            await stop.CancelAsync();
            await dividing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DivideAsync(
        IAsyncEnumerable<UploadEntry> entries, ChannelWriter<UploadEntry> order, ChannelWriter<UploadItem> open,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (UploadEntry entry in entries.WithCancellation(cancellationToken))
            {
                order.TryWrite(entry);
                if (entry.Done is null)
                {
                    await open.WriteAsync(new UploadItem(entry, entry.Open), cancellationToken);
                }
            }

            order.Complete();
        }
        catch (Exception failure)
        {
            order.Complete(failure);
            throw;
        }
        finally
        {
            open.Complete();
        }
    }
}
