using ZeroG.Chain;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>What users owe and have not yet paid. Safe for any number of threads.</summary>
/// <param name="store">Where it is kept; null to keep it in memory alone.</param>
internal sealed class FeeBook(FeeStore? store) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Address, List<FeeRow>> _rows =
        (store?.Rows ?? []).GroupBy(row => row.User).ToDictionary(group => group.Key, group => group.ToList());

    private SettlementBatch? _batch = store?.Batch;

    /// <summary>The settlement whose fate is not known; null for none.</summary>
    public SettlementBatch? Batch
    {
        get
        {
            lock (_gate)
            {
                return _batch;
            }
        }
    }

    /// <summary>Who owes something.</summary>
    public IReadOnlyList<Address> Users
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Keys];
            }
        }
    }

    /// <summary>Requests that are not settled.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rows.Values.Sum(rows => rows.Count);
            }
        }
    }

    /// <summary>What all users owe together.</summary>
    public TokenAmount Total
    {
        get
        {
            lock (_gate)
            {
                return Sum(_rows.Values.SelectMany(rows => rows));
            }
        }
    }

    /// <summary>The sum of rows.</summary>
    public static TokenAmount Sum(IEnumerable<FeeRow> rows) => rows.Aggregate(TokenAmount.Zero, (sum, row) => sum + row.Fee);

    /// <summary>What one user owes.</summary>
    public TokenAmount Of(Address user) => Sum(RowsOf(user));

    /// <summary>The rows of one user in their order.</summary>
    public IReadOnlyList<FeeRow> RowsOf(Address user)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(user, out List<FeeRow>? rows) ? [.. rows] : [];
        }
    }

    /// <summary>Adds what a request cost.</summary>
    /// <exception cref="IOException">The disk does not take it; nothing is added then.</exception>
    public void Add(FeeRow row)
    {
        lock (_gate)
        {
            store?.Add(row);
            if (!_rows.TryGetValue(row.User, out List<FeeRow>? rows))
            {
                _rows.Add(row.User, rows = []);
            }

            rows.Add(row);
        }
    }

    /// <summary>Writes a settlement down before it is sent, and again with each version that is signed of it.</summary>
    public void Begin(SettlementBatch batch)
    {
        lock (_gate)
        {
            store?.Begin(batch);
            _batch = batch;
        }
    }

    /// <summary>Ends the settlement that was begun.</summary>
    /// <param name="removed">Rows that are paid or given up.</param>
    /// <param name="changed">Rows of which a part is paid, with what is left of them.</param>
    public void Finish(IReadOnlyCollection<FeeRow> removed, IReadOnlyCollection<FeeRow> changed)
    {
        lock (_gate)
        {
            store?.Finish(removed, changed);
            _batch = null;
            Forget(removed);
            foreach (FeeRow row in changed)
            {
                List<FeeRow> rows = _rows[row.User];
                rows[rows.FindIndex(other => other.RequestHash == row.RequestHash)] = row;
            }
        }
    }

    /// <summary>Removes rows that will never be paid.</summary>
    public void Remove(IReadOnlyCollection<FeeRow> rows)
    {
        lock (_gate)
        {
            store?.Remove(rows);
            Forget(rows);
        }
    }

    public void Dispose() => store?.Dispose();

    private void Forget(IReadOnlyCollection<FeeRow> removed)
    {
        foreach (IGrouping<Address, FeeRow> group in removed.GroupBy(row => row.User))
        {
            HashSet<string> gone = [.. group.Select(row => row.RequestHash)];
            List<FeeRow> rows = _rows[group.Key];
            rows.RemoveAll(row => gone.Contains(row.RequestHash));
            if (rows.Count == 0)
            {
                _rows.Remove(group.Key);
            }
        }
    }
}
