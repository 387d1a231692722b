using System.Threading.Channels;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// Work of a cmdlet that lives across records: it takes items as they come and may still be at the first when the last has come.
/// </summary>
internal sealed class PipelineStream<T>
{
    private readonly ChannelWriter<T> _items;

    private PipelineStream(ChannelWriter<T> items, Task work) => (_items, Work) = (items, work);

    /// <summary>The work; it ends when all items are done, or with the failure that ends the pipeline.</summary>
    public Task Work { get; }

    /// <summary>Starts work on the pool.</summary>
    /// <param name="capacity">Items that may wait for the work; more wait in the pipeline.</param>
    /// <param name="body">The work; it reads items until there are no more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static PipelineStream<T> Start(
        int capacity, Func<IAsyncEnumerable<T>, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        Channel<T> items = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        Task work = Task.Run(
            async () =>
            {
                try
                {
                    await body(items.Reader.ReadAllAsync(cancellationToken), cancellationToken);
                }
                finally
                {
                    // Whoever waits for room must not wait for work that has ended.
                    items.Writer.TryComplete();
                }
            },
            cancellationToken);
        return new PipelineStream<T>(items.Writer, work);
    }

    /// <summary>Hands an item to the work; false when it has to wait.</summary>
    public bool TryWrite(T item) => _items.TryWrite(item);

    /// <summary>Ends with true once an item may be written, with false when the work takes none any more.</summary>
    public async Task<bool> RoomAsync(CancellationToken cancellationToken) => await _items.WaitToWriteAsync(cancellationToken);

    /// <summary>Says that no further item comes.</summary>
    public void Complete() => _items.TryComplete();
}
