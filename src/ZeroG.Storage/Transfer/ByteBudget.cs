namespace ZeroG.Storage.Transfer;

/// <summary>Lets work begin as long as its sizes do not add up to more than a limit. Work above the limit gets its turn alone.</summary>
/// <param name="limit">Bytes at once.</param>
internal sealed class ByteBudget(long limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> _waiting = new();
    private long _used;

    /// <summary>Waits for its turn, in the order of asking.</summary>
    public async Task TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((bytes, turn));
            Advance();
        }

        using CancellationTokenRegistration stop = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            Advance();
        }
    }

    private void Advance()
    {
        while (_waiting.TryPeek(out (long Bytes, TaskCompletionSource Turn) next) && (_used == 0 || _used + next.Bytes <= limit))
        {
            _waiting.Dequeue();
            if (next.Turn.TrySetResult())
            {
                _used += next.Bytes;
            }
        }
    }
}
