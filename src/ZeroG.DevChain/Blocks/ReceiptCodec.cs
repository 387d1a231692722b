using ZeroG.Chain.Rlp;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Blocks;

/// <summary>
/// The form in which <c>receiptsRoot</c> commits to a receipt (EIP-658, EIP-2718): type, status, gas so far, bloom, logs.
/// </summary>
internal static class ReceiptCodec
{
    public static byte[] Encode(TransactionReceipt receipt)
    {
        RlpWriter writer = new();
        writer.StartList();
        writer.Write(receipt.Succeeded ? 1UL : 0UL);
        writer.Write(receipt.CumulativeGasUsed);
        writer.Write(receipt.LogsBloom.Bytes);
        writer.StartList();
        foreach (LogEntry log in receipt.Logs)
        {
            writer.StartList();
            writer.Write(log.Address.Bytes);
            writer.StartList();
            foreach (ZeroG.Chain.Hash256 topic in log.Topics)
            {
                writer.Write(topic.Bytes);
            }

            writer.EndList();
            writer.Write(log.Data.Span);
            writer.EndList();
        }

        writer.EndList();
        writer.EndList();
        return receipt.Type == TransactionType.Legacy ? writer.ToArray() : [(byte)receipt.Type, .. writer.ToArray()];
    }
}
