namespace ZeroG.Storage.Transfer;

/// <summary>
/// Collects units until it is worth to pay for them together: enough of them, or none more is coming for now. Whoever works on a unit that
/// may want to be paid says so before, and takes it back when it does not.
/// </summary>
internal sealed class PaymentWindow : IDisposable
{
    // Longer than it takes from one small file to the next, and short for a person who waits.
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    // A large file is being hashed; those that are ready do not wait for it for ever.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Queue<PaymentRequest> _ready = new();
    private int _coming;
    private bool _isInputOpen = true;

    /// <summary>Announces a unit.</summary>
    public void Expect() => Change(() => _coming++);

    /// <summary>An announced unit is ready to be paid.</summary>
    public void Add(PaymentRequest request) => Change(() =>
    {
        _coming--;
        _ready.Enqueue(request);
    });

    /// <summary>An announced unit need not be paid.</summary>
    public void Withdraw() => Change(() => _coming--);

    /// <summary>A unit that was taken shall be paid anew.</summary>
    public void AddAgain(PaymentRequest request) => Change(() => _ready.Enqueue(request));

    /// <summary>No unit will be announced any more.</summary>
    public void Close() => Change(() => _isInputOpen = false);

    /// <summary>Waits for units.</summary>
    /// <param name="most">Most of them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>At least one.</returns>
    public async Task<List<PaymentRequest>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        long? first = null;
        int before = 0;
        bool isIdle = false;
        while (true)
        {
            lock (_gate)
            {
                bool waitsLong = first is { } since && TimeProvider.System.GetElapsedTime(since) >= LongestHold;
                if (_ready.Count >= most
                    || (_ready.Count > 0 && ((_coming == 0 && (!_isInputOpen || isIdle)) || waitsLong)))
                {
                    return Dequeue(most);
                }

                first ??= _ready.Count > 0 ? TimeProvider.System.GetTimestamp() : null;
                before = _ready.Count;
            }

            bool changed = await _changed.WaitAsync(first is null ? Timeout.InfiniteTimeSpan : Idle, cancellationToken);
            lock (_gate)
            {
                isIdle = !changed && _ready.Count == before;
            }
        }
    }

    public void Dispose() => _changed.Dispose();

    private List<PaymentRequest> Dequeue(int most)
    {
        List<PaymentRequest> window = new(Math.Min(most, _ready.Count));
        while (window.Count < most && _ready.TryDequeue(out PaymentRequest? request))
        {
            window.Add(request);
        }

        return window;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.Release();
        }
    }
}
