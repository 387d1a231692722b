namespace ZeroG.Nodes.Hosting;

/// <summary>
/// An amount that many clients share. Until half of it is taken anybody may take more; after that only those who hold less than an eighth,
/// so that no client keeps all others out. Safe for any number of threads.
/// </summary>
internal sealed class FairShare(long limit)
{
    /// <summary>The part that one client may hold when more than half is taken.</summary>
    public long OfOne { get; } = limit / 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<ClientNetwork, long> _held = [];
    private long _taken;

    /// <summary>How much there is.</summary>
    public long Limit => limit;

    /// <summary>How much is taken.</summary>
    public long Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <summary>Takes an amount for a client; false when there is not enough, or not for this one.</summary>
    public bool TryTake(ClientNetwork client, long amount)
    {
        lock (_gate)
        {
            if (amount > limit - _taken)
            {
                return false;
            }

            if (client.IsKnown)
            {
                long held = _held.GetValueOrDefault(client) + amount;
                if (held > OfOne && _taken + amount > limit / 2)
                {
                    return false;
                }

                _held[client] = held;
            }

            _taken += amount;
            return true;
        }
    }

    /// <summary>Takes what is there already, however much that is.</summary>
    public void Take(long amount)
    {
        lock (_gate)
        {
            _taken += amount;
        }
    }

    /// <summary>Gives an amount back.</summary>
    public void Return(ClientNetwork client, long amount)
    {
        lock (_gate)
        {
            _taken -= amount;
            if (!client.IsKnown)
            {
                return;
            }

            long held = _held[client] - amount;
            if (held > 0)
            {
                _held[client] = held;
            }
            else
            {
                _held.Remove(client);
            }
        }
    }
}
