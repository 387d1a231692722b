using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Money that requests may cost together. Each request sets aside the most that it can cost before it is sent, and gives back what it did
/// not; so the limit holds however many are under way. Safe for many requests at once.
/// </summary>
/// <param name="limit">The most that all may cost; null for no limit.</param>
public sealed class CostBudget(TokenAmount? limit)
{
    private readonly Lock _gate = new();
    private TokenAmount _reserved;
    private int _underWay;
    private TaskCompletionSource _changed = New();

    /// <summary>What was spent so far.</summary>
    public TokenAmount Spent { get; private set; }

    /// <summary>Sets money aside; waits while requests under way may still give some back.</summary>
    /// <param name="plan">Says how much of what is left it wants; null when that is too little.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What was set aside, to be handed to <see cref="Settle"/>.</returns>
    /// <exception cref="ZeroGException"><c>ZgMaxCostReached</c>.</exception>
    public async Task<TokenAmount> ReserveAsync(Func<TokenAmount, TokenAmount?> plan, CancellationToken cancellationToken = default)
    {
        if (limit is not { } most)
        {
            return TokenAmount.Zero;
        }

        while (true)
        {
            Task changed;
            lock (_gate)
            {
                TokenAmount left = most - Spent - _reserved;
                if (plan(left) is { } wanted && wanted <= left)
                {
                    _reserved += wanted;
                    _underWay++;
                    return wanted;
                }

                if (_underWay == 0)
                {
                    throw new ZeroGException(
                        "ZgMaxCostReached", ErrorKind.LimitsExceeded,
                        $"{Spent} of {most} is spent, and the rest does not cover what this request may cost. "
                        + "Raise -MaxCost, lower -MaxTokens, or ask the remaining items another time.");
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Books what a request cost and gives the rest back.</summary>
    /// <param name="reserved">What <see cref="ReserveAsync"/> gave.</param>
    /// <param name="fee">What it cost; zero when it failed before it was worked on.</param>
    public void Settle(TokenAmount reserved, TokenAmount fee)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            Spent += fee;
            if (limit is not null)
            {
                _reserved -= reserved;
                _underWay--;
            }

            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
