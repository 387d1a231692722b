namespace ZeroG.PowerShell.Pipeline;

/// <summary>Works on several items at once and hands the outcomes out in the order of the items.</summary>
internal static class InOrder
{
    // A slow item holds back the outcomes behind it; so many rounds of others may be done meanwhile.
    private const int Lead = 4;

    /// <summary>Works on all items.</summary>
    /// <param name="items">What to work on; read only as fast as the work goes on.</param>
    /// <param name="limit">Items at work at once, at least one.</param>
    /// <param name="work">Works on one item; a failure is an outcome.</param>
    /// <param name="finish">Takes one outcome after the other. While it takes one, no further item is read.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    public static async Task RunAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int limit,
        Func<TItem, CancellationToken, Task<TResult>> work,
        Func<TItem, Task<TResult>, Task> finish,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim places = new(limit);
        Queue<(TItem Item, Task<TResult> Outcome)> window = new();
        IAsyncEnumerator<TItem> input = items.GetAsyncEnumerator(stop.Token);
        Task<bool> next = input.MoveNextAsync().AsTask();
        try
        {
            bool more = true;
            while (more || window.Count > 0)
            {
                if (more && window.Count < limit * Lead)
                {
                    await Task.WhenAny(window.TryPeek(out (TItem Item, Task<TResult> Outcome) first) ? [first.Outcome, next] : [next]);
                    if (next.IsCompleted)
                    {
                        more = await next;
                        if (more)
                        {
                            window.Enqueue((input.Current, StartAsync(input.Current)));
                            next = input.MoveNextAsync().AsTask();
                        }

                        continue;
                    }
                }

                (TItem item, Task<TResult> outcome) = window.Dequeue();
                await ((Task)outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await finish(item, outcome);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach ((_, Task<TResult> outcome) in window)
            {
                await ((Task)outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await input.DisposeAsync();
        }

        async Task<TResult> StartAsync(TItem item)
        {
            await places.WaitAsync(stop.Token);
            try
            {
                // On the pool: what an item does before its first wait must not hold up the others.
                return await Task.Run(() => work(item, stop.Token), stop.Token);
            }
            finally
            {
                places.Release();
            }
        }
    }
}
