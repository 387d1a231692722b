using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Ethereum;

/// <summary>
/// Reads the objects of the Ethereum JSON-RPC. What a client relies on must be there; what nodes leave out now and then has a default.
/// </summary>
/// <remarks>Malformed members throw <see cref="FormatException"/>, <see cref="InvalidOperationException"/> or
/// <see cref="KeyNotFoundException"/>.</remarks>
internal static class EthereumJson
{
    public static ulong UInt64(JsonElement element) => Hex.ParseUInt64(Text(element));

    public static BigInteger Quantity(JsonElement element) => Hex.ParseQuantity(Text(element));

    public static byte[] Bytes(JsonElement element) => Hex.ParseBytes(Text(element));

    public static Hash256 Hash(JsonElement element) => Hash256.Parse(Text(element));

    public static TransactionReceipt? Receipt(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null || IsNull(element, "blockNumber"))
        {
            return null;
        }

        return new TransactionReceipt
        {
            TransactionHash = Hash(element.GetProperty("transactionHash")),
            TransactionIndex = Index(element, "transactionIndex"),
            BlockHash = Hash(element.GetProperty("blockHash")),
            BlockNumber = UInt64(element.GetProperty("blockNumber")),
            Type = IsNull(element, "type") ? TransactionType.Legacy : (TransactionType)checked((byte)UInt64(element.GetProperty("type"))),
            From = Address.Parse(Text(element.GetProperty("from"))),
            To = OptionalAddress(element, "to"),
            ContractAddress = OptionalAddress(element, "contractAddress"),
            Succeeded = UInt64(element.GetProperty("status")) == 1,
            GasUsed = UInt64(element.GetProperty("gasUsed")),
            CumulativeGasUsed = UInt64(element.GetProperty("cumulativeGasUsed")),
            EffectiveGasPrice = IsNull(element, "effectiveGasPrice") ? BigInteger.Zero : Quantity(element.GetProperty("effectiveGasPrice")),
            Logs = Logs(element.GetProperty("logs")),
            LogsBloom = IsNull(element, "logsBloom") ? new LogsBloom() : new LogsBloom(Bytes(element.GetProperty("logsBloom"))),
        };
    }

    public static IReadOnlyList<LogEntry> Logs(JsonElement element)
    {
        List<LogEntry> logs = new(element.GetArrayLength());
        foreach (JsonElement log in element.EnumerateArray())
        {
            logs.Add(Log(log));
        }

        return logs;
    }

    public static PostedTransaction? Transaction(JsonElement element) => element.ValueKind == JsonValueKind.Null
        ? null
        : new PostedTransaction(
            Hash(element.GetProperty("hash")),
            Address.Parse(Text(element.GetProperty("from"))),
            OptionalAddress(element, "to"),
            UInt64(element.GetProperty("nonce")),
            Quantity(element.GetProperty("value")),
            UInt64(element.GetProperty("gas")),
            Bytes(element.GetProperty("input")),
            IsNull(element, "blockNumber") ? null : UInt64(element.GetProperty("blockNumber")));

    /// <summary>A block with transactions as hashes; null when there is none, or when it is still pending and has no hash.</summary>
    public static BlockHeader? Block(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null || IsNull(element, "hash"))
        {
            return null;
        }

        List<Hash256> transactions = [];
        foreach (JsonElement transaction in element.GetProperty("transactions").EnumerateArray())
        {
            transactions.Add(Hash(transaction));
        }

        return new BlockHeader(
            UInt64(element.GetProperty("number")),
            Hash(element.GetProperty("hash")),
            Hash(element.GetProperty("parentHash")),
            DateTimeOffset.FromUnixTimeSeconds(checked((long)UInt64(element.GetProperty("timestamp")))),
            IsNull(element, "baseFeePerGas") ? null : Quantity(element.GetProperty("baseFeePerGas")),
            UInt64(element.GetProperty("gasLimit")),
            UInt64(element.GetProperty("gasUsed")),
            transactions);
    }

    /// <summary>The transactions of a block that was asked for with them; null when there is none.</summary>
    public static IReadOnlyList<PostedTransaction>? BlockTransactions(JsonElement element) => element.ValueKind == JsonValueKind.Null
        ? null
        : [.. element.GetProperty("transactions").EnumerateArray().Select(Transaction).OfType<PostedTransaction>()];

    private static LogEntry Log(JsonElement element)
    {
        JsonElement topics = element.GetProperty("topics");
        Hash256[] values = new Hash256[topics.GetArrayLength()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Hash(topics[i]);
        }

        return new LogEntry(
            Address.Parse(Text(element.GetProperty("address"))),
            values,
            Bytes(element.GetProperty("data")),
            UInt64(element.GetProperty("blockNumber")),
            Hash(element.GetProperty("blockHash")),
            Hash(element.GetProperty("transactionHash")),
            Index(element, "transactionIndex"),
            Index(element, "logIndex"),
            element.TryGetProperty("removed"u8, out JsonElement removed) && removed.ValueKind == JsonValueKind.True);
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("Expected hex text, got null.");

    private static int Index(JsonElement parent, string name) => checked((int)UInt64(parent.GetProperty(name)));

    private static bool IsNull(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null;

    private static Address? OptionalAddress(JsonElement parent, string name) =>
        IsNull(parent, name) ? null : Address.Parse(Text(parent.GetProperty(name)));
}
