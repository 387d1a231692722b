namespace ZeroG.Cryptography.Bn254;

/// <summary>Pieces of work that threads take one after another, each thread with a workspace of its own.</summary>
internal static class ParallelWork
{
    /// <summary>Does all pieces. With one thread they are done here, in order.</summary>
    /// <param name="count">Pieces.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="rent">Gives a thread its workspace.</param>
    /// <param name="giveBack">Takes it back.</param>
    /// <param name="piece">Does a piece.</param>
    /// <param name="cancellationToken">Looked at before each piece.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void For<TWorkspace>(
        int count,
        int threads,
        Func<TWorkspace> rent,
        Action<TWorkspace> giveBack,
        Action<int, TWorkspace> piece,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        cancellationToken.ThrowIfCancellationRequested();
        int next = -1;
        if (threads == 1 || count <= 1)
        {
            Work();
            return;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, Math.Min(threads, count), options, _ => Work());
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        void Work()
        {
            TWorkspace workspace = rent();
            int index;
            while ((index = Interlocked.Increment(ref next)) < count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                piece(index, workspace);
            }

            giveBack(workspace);
        }
    }
}
