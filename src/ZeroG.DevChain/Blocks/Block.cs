using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Blocks;

/// <summary>A sealed block.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Transactions">Its transactions in order.</param>
/// <param name="StatePosition">The journal's position right after it, for reads of this block's state.</param>
internal sealed record Block(BlockHeader Header, IReadOnlyList<MinedTransaction> Transactions, long StatePosition)
{
    public ulong Number => Header.Number;

    public Hash256 Hash => Header.Hash;

    /// <summary>All logs in order.</summary>
    public IEnumerable<LogEntry> Logs => Transactions.SelectMany(mined => mined.Receipt.Logs);

    /// <summary>Bytes of the block as RLP: header, transactions, no uncles, no withdrawals.</summary>
    public int Size => WithPrefix(Header.Encode().Length + WithPrefix(Transactions.Sum(SizeOf)) + WithPrefix(0) + WithPrefix(0));

    /// <summary>A legacy transaction stands in the block as the list that it is, a typed one as a string.</summary>
    private static int SizeOf(MinedTransaction mined)
    {
        int raw = mined.Transaction.Signed.Raw.Length;
        return mined.Transaction.Fields.Type == TransactionType.Legacy ? raw : WithPrefix(raw);
    }

    /// <summary>RLP's prefix is one byte for up to 55 bytes, and one more for each byte of the length beyond.</summary>
    private static int WithPrefix(int length) => length + (length <= 55 ? 1 : 1 + ((BitOperations.Log2((uint)length) / 8) + 1));
}
