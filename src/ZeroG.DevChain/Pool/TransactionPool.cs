using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Pool;

/// <summary>Transactions that wait for a block: for each sender by nonce, and all in the order of their arrival.</summary>
internal sealed class TransactionPool
{
    /// <summary>Most transactions that wait at once.</summary>
    public const int Capacity = 10_000;

    // A replacement must raise both fees by at least this many percent (go-ethereum, txpool price bump).
    private const int PriceBumpPercent = 10;

    private readonly Dictionary<Address, SortedList<ulong, Entry>> _bySender = [];
    private readonly Dictionary<Hash256, ChainTransaction> _byHash = [];
    private long _arrivals;

    /// <summary>All waiting transactions, oldest first.</summary>
    public IEnumerable<ChainTransaction> All =>
        _bySender.Values.SelectMany(queue => queue.Values).OrderBy(entry => entry.Arrival).Select(entry => entry.Transaction);

    public int Count => _byHash.Count;

    public bool TryGet(Hash256 hash, [NotNullWhen(true)] out ChainTransaction? transaction) => _byHash.TryGetValue(hash, out transaction);

    /// <summary>Why the pool has no place for the transaction; null when it has.</summary>
    public string? FindFault(ChainTransaction transaction)
    {
        if (_byHash.ContainsKey(transaction.Hash))
        {
            return Refusal.AlreadyKnown;
        }

        if (Find(transaction.Sender, transaction.Fields.Nonce) is { } old)
        {
            return IsRaised(old.FeeCap, transaction.FeeCap) && IsRaised(old.TipCap, transaction.TipCap) ? null : Refusal.Underpriced;
        }

        return Count >= Capacity ? Refusal.PoolFull : null;
    }

    /// <summary>Takes a transaction in, in place of an older one with the same sender and nonce.</summary>
    public void Add(ChainTransaction transaction)
    {
        if (Find(transaction.Sender, transaction.Fields.Nonce) is { } old)
        {
            Remove(old);
        }

        if (!_bySender.TryGetValue(transaction.Sender, out SortedList<ulong, Entry>? queue))
        {
            _bySender.Add(transaction.Sender, queue = []);
        }

        queue.Add(transaction.Fields.Nonce, new Entry(transaction, _arrivals++));
        _byHash.Add(transaction.Hash, transaction);
    }

    /// <summary>Takes a transaction out; nothing happens when it is not there.</summary>
    public void Remove(ChainTransaction transaction)
    {
        if (_byHash.Remove(transaction.Hash))
        {
            SortedList<ulong, Entry> queue = _bySender[transaction.Sender];
            queue.Remove(transaction.Fields.Nonce);
            if (queue.Count == 0)
            {
                _bySender.Remove(transaction.Sender);
            }
        }
    }

    /// <summary>Takes everything out, then the given transactions in.</summary>
    public void ReplaceAll(IEnumerable<ChainTransaction> transactions)
    {
        _bySender.Clear();
        _byHash.Clear();
        foreach (ChainTransaction transaction in transactions)
        {
            Add(transaction);
        }
    }

    /// <summary>Takes out what a sender can never send any more because a transaction with that nonce is in a block.</summary>
    public void RemoveBelow(Address sender, ulong nonce)
    {
        while (_bySender.TryGetValue(sender, out SortedList<ulong, Entry>? queue) && queue.Keys[0] < nonce)
        {
            Remove(queue.Values[0].Transaction);
        }
    }

    /// <summary>The nonce after the last waiting transaction that follows on from the given one without a gap.</summary>
    public ulong NextNonce(Address sender, ulong nonce)
    {
        while (Find(sender, nonce) is not null)
        {
            nonce++;
        }

        return nonce;
    }

    /// <summary>
    /// The waiting transactions in the order in which a block takes them: best tip first, then oldest, the nonces of a sender in sequence.
    /// </summary>
    /// <param name="baseFee">Base fee of the block.</param>
    /// <param name="nonceOf">Present nonce of an account.</param>
    /// <param name="take">Tries to take a transaction; false ends the turn of its sender.</param>
    public void Drain(BigInteger baseFee, Func<Address, ulong> nonceOf, Func<ChainTransaction, bool> take)
    {
        PriorityQueue<Entry, (BigInteger NegativeTip, long Arrival)> heads = new();
        foreach (Address sender in _bySender.Keys)
        {
            Enqueue(sender);
        }

        while (heads.TryDequeue(out Entry? head, out _))
        {
            if (take(head.Transaction))
            {
                Enqueue(head.Transaction.Sender);
            }
        }

        void Enqueue(Address sender)
        {
            if (_bySender[sender].TryGetValue(nonceOf(sender), out Entry? entry))
            {
                BigInteger tip = BigInteger.Min(entry.Transaction.TipCap, entry.Transaction.FeeCap - baseFee);
                heads.Enqueue(entry, (-tip, entry.Arrival));
            }
        }
    }

    private static bool IsRaised(BigInteger old, BigInteger now) => now * 100 >= old * (100 + PriceBumpPercent) && now > old;

    private ChainTransaction? Find(Address sender, ulong nonce) =>
        _bySender.TryGetValue(sender, out SortedList<ulong, Entry>? queue) && queue.TryGetValue(nonce, out Entry? entry)
            ? entry.Transaction
            : null;

    private sealed record Entry(ChainTransaction Transaction, long Arrival);
}
