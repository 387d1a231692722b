using System.Diagnostics.CodeAnalysis;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Filters;

/// <summary>The polled filters of all callers. One that is not asked for five minutes is forgotten, as in go-ethereum.</summary>
internal sealed class FilterStore
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly Dictionary<ulong, PolledFilter> _logs = [];
    private readonly Dictionary<ulong, PolledFilter> _blocks = [];
    private readonly Dictionary<ulong, PolledFilter> _transactions = [];
    private ulong _last;

    public FilterStore(TimeProvider time, ChainEvents events)
    {
        _time = time;
        events.BlockSealed += OnBlock;
        events.BlocksRemoved += OnRemoved;
        events.TransactionPending += transaction => AddToAll(_transactions, transaction.Hash);
    }

    public ulong AddLogs(LogQuery query) => Add(_logs, new PolledFilter(query));

    public ulong AddBlocks() => Add(_blocks, new PolledFilter(logs: null));

    public ulong AddTransactions() => Add(_transactions, new PolledFilter(logs: null));

    public bool TryGet(ulong id, [NotNullWhen(true)] out PolledFilter? filter)
    {
        if (!_logs.TryGetValue(id, out filter) && !_blocks.TryGetValue(id, out filter) && !_transactions.TryGetValue(id, out filter))
        {
            return false;
        }

        filter.LastAsked = _time.GetUtcNow();
        return true;
    }

    public bool Remove(ulong id) => _logs.Remove(id) || _blocks.Remove(id) || _transactions.Remove(id);

    private ulong Add(Dictionary<ulong, PolledFilter> kind, PolledFilter filter)
    {
        DateTimeOffset now = _time.GetUtcNow();
        foreach (Dictionary<ulong, PolledFilter> any in (Dictionary<ulong, PolledFilter>[])[_logs, _blocks, _transactions])
        {
            foreach (ulong id in any.Where(entry => now - entry.Value.LastAsked > Lifetime).Select(entry => entry.Key).ToArray())
            {
                any.Remove(id);
            }
        }

        filter.LastAsked = now;
        kind.Add(++_last, filter);
        return _last;
    }

    private void OnBlock(Block block)
    {
        AddToAll(_blocks, block.Hash);
        foreach (PolledFilter filter in _logs.Values.Where(filter => filter.Logs!.Covers(block.Number)))
        {
            foreach (LogEntry log in filter.Logs!.Criteria.In(block))
            {
                filter.Add(log);
            }
        }
    }

    private void OnRemoved(IReadOnlyList<Block> blocks)
    {
        foreach (Block block in blocks)
        {
            foreach (PolledFilter filter in _logs.Values.Where(filter => filter.Logs!.Covers(block.Number)))
            {
                foreach (LogEntry log in filter.Logs!.Criteria.In(block).Reverse())
                {
                    filter.Add(log with { Removed = true });
                }
            }
        }
    }

    private static void AddToAll(Dictionary<ulong, PolledFilter> filters, Hash256 hash)
    {
        foreach (PolledFilter filter in filters.Values)
        {
            filter.Add(hash);
        }
    }
}
