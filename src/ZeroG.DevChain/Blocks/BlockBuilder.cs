using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;
using ZeroG.DevChain.Tries;

namespace ZeroG.DevChain.Blocks;

/// <summary>Collects transactions into one block: executes each, then makes roots, header and receipts of what came out.</summary>
internal sealed class BlockBuilder(WorldState state, Executor executor, BlockContext context, Hash256 parentHash)
{
    private readonly List<(ChainTransaction Transaction, ExecutionResult Result)> _executed = [];

    /// <summary>Gas charged so far.</summary>
    public ulong GasUsed { get; private set; }

    /// <summary>True when the transaction's limit still fits.</summary>
    public bool HasRoomFor(ChainTransaction transaction) => transaction.Fields.GasLimit <= context.GasLimit - GasUsed;

    /// <summary>Executes a transaction as the block's next one.</summary>
    public void Add(ChainTransaction transaction)
    {
        ExecutionResult result = executor.Apply(transaction, context);
        GasUsed += result.GasUsed;
        _executed.Add((transaction, result));
    }

    /// <summary>Closes the block over the state as it is now.</summary>
    public Block Seal()
    {
        Hash256 stateRoot = state.Commit();
        TransactionReceipt[] drafts = Receipts(Hash256.Zero);
        LogsBloom bloom = new();
        foreach (TransactionReceipt draft in drafts)
        {
            bloom.Or(draft.LogsBloom);
        }

        BlockHeader header = new()
        {
            ParentHash = parentHash,
            Coinbase = context.Coinbase,
            StateRoot = stateRoot,
            TransactionsRoot = PatriciaTrie.RootOfList(_executed.Select(item => item.Transaction.Signed.Raw.ToArray())),
            ReceiptsRoot = PatriciaTrie.RootOfList(drafts.Select(ReceiptCodec.Encode)),
            LogsBloom = bloom,
            Number = context.Number,
            GasLimit = context.GasLimit,
            GasUsed = GasUsed,
            Timestamp = context.Timestamp,
            PrevRandao = context.PrevRandao,
            BaseFee = context.BaseFee,
        };

        // A receipt names its block, whose hash is known only now; what the roots commit to does not.
        MinedTransaction[] mined =
            [.. _executed.Zip(Receipts(header.Hash), (item, receipt) => new MinedTransaction(item.Transaction, receipt))];
        return new Block(header, mined, state.Journal.Position);
    }

    private TransactionReceipt[] Receipts(Hash256 blockHash)
    {
        TransactionReceipt[] receipts = new TransactionReceipt[_executed.Count];
        ulong cumulative = 0;
        int logIndex = 0;
        for (int i = 0; i < receipts.Length; i++)
        {
            (ChainTransaction transaction, ExecutionResult result) = _executed[i];
            cumulative += result.GasUsed;
            LogsBloom bloom = new();
            List<LogEntry> logs = [];
            foreach (EmittedLog log in result.Logs)
            {
                bloom.Add(log.Address, log.Content.Topics);
                logs.Add(new LogEntry(
                    log.Address, log.Content.Topics, log.Content.Data, context.Number, blockHash, transaction.Hash, i, logIndex++));
            }

            receipts[i] = new TransactionReceipt
            {
                TransactionHash = transaction.Hash,
                TransactionIndex = i,
                BlockHash = blockHash,
                BlockNumber = context.Number,
                Type = transaction.Fields.Type,
                From = transaction.Sender,
                To = transaction.Fields.To,
                Succeeded = result.Succeeded,
                GasUsed = result.GasUsed,
                CumulativeGasUsed = cumulative,
                EffectiveGasPrice = GasRules.EffectiveGasPrice(context.BaseFee, transaction.Fields) ?? BigInteger.Zero,
                Logs = logs,
                LogsBloom = bloom,
            };
        }

        return receipts;
    }
}
