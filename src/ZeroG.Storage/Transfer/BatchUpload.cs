using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ZeroG.Chain;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Sends any number of files to storage nodes and pays for them in few transactions. Files are hashed, paid, sent and finalized at the same
/// time, each as soon as it can be; what is in memory does not grow with their number.
/// </summary>
/// <param name="flow">Where submissions go, and from whose account they are paid.</param>
/// <param name="nodes">The nodes that shall keep the files.</param>
/// <param name="journal">What was paid and not yet seen to its end.</param>
/// <param name="options">Null for the defaults.</param>
/// <param name="timeProvider">Clock for waits and durations; null for the system's.</param>
public sealed class BatchUpload(
    IFlow flow, NodeSet nodes, SubmissionJournal journal, UploadOptions? options = null, TimeProvider? timeProvider = null)
{
    // So many transactions' worth of files are on their way at once: one is being filled, one paid, one waited for, one sent.
    private const int WindowsInFlight = 4;

    private readonly UploadOptions _options = (options ?? new UploadOptions()).Checked();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>
    /// Sends the files. After a failure, a cancellation or the end of the process the same input goes on where it stopped and pays nothing
    /// twice.
    /// </summary>
    /// <param name="items">The files; read as fast as they are worked on.</param>
    /// <param name="progress">Receives phases, bytes of all files together, and details.</param>
    /// <param name="cancellationToken">Stops at once; what was sent or paid stays.</param>
    /// <returns>
    /// What became of each file, in the order of the input. A file that fails is a result with a failure, as <see cref="FileUpload"/>
    /// throws it, and never keeps the others from being stored.
    /// </returns>
    public async IAsyncEnumerable<BatchUploadResult> SendAsync(
        IAsyncEnumerable<UploadItem> items, IProgress<TransferProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using UploadRun run = new(flow, nodes, journal, _options, _time, progress, stop.Token);
        Channel<Task<BatchUploadResult>> results = Channel.CreateBounded<Task<BatchUploadResult>>(
            new BoundedChannelOptions(WindowsInFlight * _options.BatchSize) { SingleReader = true, SingleWriter = true });
        Task paying = run.PayAsync(stop.Token);
        Task reading = ReadAsync(items, run, results.Writer, stop.Token);
        try
        {
            await foreach (Task<BatchUploadResult> result in results.Reader.ReadAllAsync(stop.Token))
            {
                yield return await result;
            }

            await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await EndAsync(reading, results.Reader, paying);
        }
    }

    private static async Task ReadAsync(
        IAsyncEnumerable<UploadItem> items, UploadRun run, ChannelWriter<Task<BatchUploadResult>> results,
        CancellationToken cancellationToken)
    {
        // As long as the source gives without delay, whatever is ready waits for the next file.
        using PaymentTicket reading = run.Announce();
        try
        {
            await using IAsyncEnumerator<UploadItem> source = items.GetAsyncEnumerator(cancellationToken);
            while (await WithoutAsync(reading, source.MoveNextAsync()))
            {
                // Room first, so that no more files are in flight than results that are waited for.
                await WithoutAsync(reading, results.WaitToWriteAsync(cancellationToken));
                UploadItem item = source.Current;
                PaymentTicket ticket = run.Announce();
                results.TryWrite(Task.Run(() => StoreAsync(item, run, ticket, cancellationToken), CancellationToken.None));
            }

            results.Complete();
        }
        catch (Exception failure)
        {
            results.Complete(failure);
        }
        finally
        {
            reading.Withdraw();
            run.CloseInput();
        }
    }

    /// <summary>Waits for others, and lets nobody wait for this meanwhile.</summary>
    private static async ValueTask<bool> WithoutAsync(PaymentTicket reading, ValueTask<bool> others)
    {
        if (others.IsCompleted)
        {
            return await others;
        }

        reading.Withdraw();
        bool answer = await others;
        reading.Announce();
        return answer;
    }

    private static async Task<BatchUploadResult> StoreAsync(
        UploadItem item, UploadRun run, PaymentTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            return new BatchUploadResult(item, await run.StoreAsync(item, ticket, cancellationToken), null);
        }
        catch (ZeroGException failure)
        {
            return new BatchUploadResult(item, null, failure);
        }
    }

    /// <summary>Waits until nothing of the run is at work any more, whatever it ended with.</summary>
    private static async Task EndAsync(Task reading, ChannelReader<Task<BatchUploadResult>> results, Task paying)
    {
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (results.TryRead(out Task<BatchUploadResult>? left))
        {
            await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await paying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
