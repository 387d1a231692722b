namespace ZeroG.Storage.Transfer;

/// <summary>The announcement of one unit to a <see cref="PaymentWindow"/>. Used by one task at a time.</summary>
internal sealed class PaymentTicket : IDisposable
{
    private readonly PaymentWindow _window;
    private bool _isAnnounced;

    public PaymentTicket(PaymentWindow window)
    {
        _window = window;
        Announce();
    }

    /// <summary>The unit may want to be paid.</summary>
    public void Announce()
    {
        if (!_isAnnounced)
        {
            _isAnnounced = true;
            _window.Expect();
        }
    }

    /// <summary>The unit is ready to be paid.</summary>
    public void Add(PaymentRequest request)
    {
        _isAnnounced = false;
        _window.Add(request);
    }

    /// <summary>The unit need not be paid, or not for now.</summary>
    public void Withdraw()
    {
        if (_isAnnounced)
        {
            _isAnnounced = false;
            _window.Withdraw();
        }
    }

    public void Dispose() => Withdraw();
}
