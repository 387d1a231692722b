using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>How fees and settlements rest on disk. Amounts are decimal texts of neuron.</summary>
internal static class FeeJson
{
    public static byte[] Write(FeeRow row) => JsonSerializer.SerializeToUtf8Bytes(new Row(
        row.RequestHash, row.User, Text(row.InputFee), Text(row.OutputFee), row.CreatedAt));

    public static byte[] Write(SettlementBatch batch) => JsonSerializer.SerializeToUtf8Bytes(new Batch(
        [.. batch.Versions.Select(version => Hex.ToHex(version.Raw.Span))],
        [
            .. batch.Items.Select(item => new Item(
                item.User, item.Nonce.ToString(CultureInfo.InvariantCulture), Text(item.TotalFee), [.. item.Requests])),
        ]));

    /// <exception cref="FormatException">The bytes are no row.</exception>
    public static FeeRow ReadRow(byte[] json)
    {
        Row row = Read<Row>(json);
        return new FeeRow(row.Request, row.User, Amount(row.InputFee), Amount(row.OutputFee), row.CreatedAt);
    }

    /// <exception cref="FormatException">The bytes are no settlement.</exception>
    public static SettlementBatch ReadBatch(byte[] json)
    {
        Batch batch = Read<Batch>(json);
        return new SettlementBatch(
            batch.Signed is { Length: > 0 } signed
                ? [.. signed.Select(raw => SentTransaction.FromRaw(Hex.ParseBytes(raw)))]
                : throw new FormatException("The settlement is not signed."),
            [.. batch.Items.Select(item => new SettlementItem(item.User, Number(item.Nonce), Amount(item.TotalFee), item.Requests))]);
    }

    private static T Read<T>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json) ?? throw new FormatException("The record is empty.");
        }
        catch (JsonException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    private static string Text(TokenAmount amount) => amount.Wei.ToString(CultureInfo.InvariantCulture);

    private static TokenAmount Amount(string text) => new(Number(text));

    private static BigInteger Number(string text) => BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed record Row(string Request, Address User, string InputFee, string OutputFee, DateTimeOffset CreatedAt);

    private sealed record Batch(string[]? Signed, Item[] Items);

    private sealed record Item(Address User, string Nonce, string TotalFee, string[] Requests);
}
