using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Rpc;

/// <summary>
/// Blocks, transactions, receipts and logs as JSON with the fields that clients read (Ethereum execution APIs; chain.md §8.3).
/// </summary>
internal static class ChainJson
{
    private static readonly string ZeroNonce = "0x" + new string('0', 16);

    /// <param name="writer">Takes the object.</param>
    /// <param name="block">The block.</param>
    /// <param name="fullTransactions">Whole transactions, or only their hashes.</param>
    /// <param name="pending">True for a block in the making, which has no hash and no nonce yet.</param>
    public static void WriteBlock(Utf8JsonWriter writer, Block block, bool fullTransactions, bool pending)
    {
        writer.WriteStartObject();
        WriteHeaderFields(writer, block.Header, pending);
        Write(writer, "size", (ulong)block.Size);
        Write(writer, "totalDifficulty", 0);
        writer.WriteStartArray("uncles");
        writer.WriteEndArray();
        writer.WriteStartArray("withdrawals");
        writer.WriteEndArray();
        writer.WriteStartArray("transactions");
        foreach (MinedTransaction mined in block.Transactions)
        {
            if (!fullTransactions)
            {
                writer.WriteStringValue(mined.Transaction.Hash.ToString());
            }
            else if (pending)
            {
                WritePending(writer, mined.Transaction);
            }
            else
            {
                WriteTransaction(writer, mined);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The header alone, as <c>newHeads</c> announces it.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, BlockHeader header)
    {
        writer.WriteStartObject();
        WriteHeaderFields(writer, header, pending: false);
        writer.WriteEndObject();
    }

    public static void WriteTransaction(Utf8JsonWriter writer, MinedTransaction mined)
    {
        writer.WriteStartObject();
        writer.WriteString("blockHash", mined.Receipt.BlockHash.ToString());
        Write(writer, "blockNumber", mined.Receipt.BlockNumber);
        Write(writer, "transactionIndex", (ulong)mined.Receipt.TransactionIndex);
        WriteTransactionFields(writer, mined.Transaction, mined.Receipt.EffectiveGasPrice);
        writer.WriteEndObject();
    }

    /// <summary>A transaction that is in no block.</summary>
    public static void WritePending(Utf8JsonWriter writer, ChainTransaction transaction)
    {
        writer.WriteStartObject();
        writer.WriteNull("blockHash");
        writer.WriteNull("blockNumber");
        writer.WriteNull("transactionIndex");
        WriteTransactionFields(writer, transaction, transaction.FeeCap);
        writer.WriteEndObject();
    }

    public static void WriteReceipt(Utf8JsonWriter writer, TransactionReceipt receipt)
    {
        writer.WriteStartObject();
        writer.WriteString("transactionHash", receipt.TransactionHash.ToString());
        Write(writer, "transactionIndex", (ulong)receipt.TransactionIndex);
        writer.WriteString("blockHash", receipt.BlockHash.ToString());
        Write(writer, "blockNumber", receipt.BlockNumber);
        writer.WriteString("from", receipt.From.ToLowerString());
        writer.WriteString("to", receipt.To?.ToLowerString());
        writer.WriteString("contractAddress", receipt.ContractAddress?.ToLowerString());
        Write(writer, "cumulativeGasUsed", receipt.CumulativeGasUsed);
        Write(writer, "gasUsed", receipt.GasUsed);
        Write(writer, "effectiveGasPrice", receipt.EffectiveGasPrice);
        writer.WriteStartArray("logs");
        foreach (LogEntry log in receipt.Logs)
        {
            WriteLog(writer, log);
        }

        writer.WriteEndArray();
        writer.WriteString("logsBloom", receipt.LogsBloom.ToString());
        Write(writer, "status", receipt.Succeeded ? 1UL : 0UL);
        Write(writer, "type", (ulong)receipt.Type);
        writer.WriteEndObject();
    }

    public static void WriteLog(Utf8JsonWriter writer, LogEntry log)
    {
        writer.WriteStartObject();
        writer.WriteString("address", log.Address.ToLowerString());
        writer.WriteStartArray("topics");
        foreach (Hash256 topic in log.Topics)
        {
            writer.WriteStringValue(topic.ToString());
        }

        writer.WriteEndArray();
        writer.WriteString("data", Hex.ToHex(log.Data.Span));
        Write(writer, "blockNumber", log.BlockNumber);
        writer.WriteString("blockHash", log.BlockHash.ToString());
        writer.WriteString("transactionHash", log.TransactionHash.ToString());
        Write(writer, "transactionIndex", (ulong)log.TransactionIndex);
        Write(writer, "logIndex", (ulong)log.LogIndex);
        writer.WriteBoolean("removed", log.Removed);
        writer.WriteEndObject();
    }

    private static void WriteHeaderFields(Utf8JsonWriter writer, BlockHeader header, bool pending)
    {
        writer.WriteString("hash", pending ? null : header.Hash.ToString());
        writer.WriteString("parentHash", header.ParentHash.ToString());
        writer.WriteString("sha3Uncles", BlockHeader.EmptyUncles.ToString());
        writer.WriteString("miner", header.Coinbase.ToLowerString());
        writer.WriteString("stateRoot", header.StateRoot.ToString());
        writer.WriteString("transactionsRoot", header.TransactionsRoot.ToString());
        writer.WriteString("receiptsRoot", header.ReceiptsRoot.ToString());
        writer.WriteString("logsBloom", header.LogsBloom.ToString());
        Write(writer, "difficulty", 0);
        Write(writer, "number", header.Number);
        Write(writer, "gasLimit", header.GasLimit);
        Write(writer, "gasUsed", header.GasUsed);
        Write(writer, "timestamp", header.Timestamp);
        writer.WriteString("extraData", "0x");
        writer.WriteString("mixHash", header.PrevRandao.ToString());
        writer.WriteString("nonce", pending ? null : ZeroNonce);
        Write(writer, "baseFeePerGas", header.BaseFee);
        writer.WriteString("withdrawalsRoot", BlockHeader.EmptyRoot.ToString());
        Write(writer, "blobGasUsed", 0);
        Write(writer, "excessBlobGas", 0);
        writer.WriteString("parentBeaconBlockRoot", Hash256.Zero.ToString());
        writer.WriteString("requestsHash", BlockHeader.EmptyRequests.ToString());
    }

    private static void WriteTransactionFields(Utf8JsonWriter writer, ChainTransaction transaction, BigInteger gasPrice)
    {
        Transaction fields = transaction.Fields;
        writer.WriteString("hash", transaction.Hash.ToString());
        Write(writer, "type", (ulong)fields.Type);
        writer.WriteString("from", transaction.Sender.ToLowerString());
        writer.WriteString("to", fields.To?.ToLowerString());
        Write(writer, "nonce", fields.Nonce);
        Write(writer, "gas", fields.GasLimit);
        Write(writer, "value", fields.Value);
        writer.WriteString("input", Hex.ToHex(fields.Data.Span));
        Write(writer, "gasPrice", gasPrice);
        if (fields.ChainId is { } chainId)
        {
            Write(writer, "chainId", chainId);
        }

        if (fields.Type >= TransactionType.DynamicFee)
        {
            Write(writer, "maxFeePerGas", fields.MaxFeePerGas);
            Write(writer, "maxPriorityFeePerGas", fields.MaxPriorityFeePerGas);
        }

        if (fields.Type != TransactionType.Legacy)
        {
            WriteAccessList(writer, fields.AccessList);
            Write(writer, "yParity", (ulong)transaction.Signed.Signature.YParity);
        }

        Write(writer, "v", transaction.Signed.V);
        Write(writer, "r", new BigInteger(transaction.Signed.Signature.R, isUnsigned: true, isBigEndian: true));
        Write(writer, "s", new BigInteger(transaction.Signed.Signature.S, isUnsigned: true, isBigEndian: true));
    }

    private static void WriteAccessList(Utf8JsonWriter writer, IReadOnlyList<AccessListEntry> entries)
    {
        writer.WriteStartArray("accessList");
        foreach (AccessListEntry entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("address", entry.Address.ToLowerString());
            writer.WriteStartArray("storageKeys");
            foreach (Hash256 key in entry.StorageKeys)
            {
                writer.WriteStringValue(key.ToString());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, BigInteger quantity) =>
        writer.WriteString(name, Hex.ToQuantity(quantity));

    private static void Write(Utf8JsonWriter writer, string name, ulong quantity) => writer.WriteString(name, Hex.ToQuantity(quantity));
}
