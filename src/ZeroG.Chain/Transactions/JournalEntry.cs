using System.Text.Json;

namespace ZeroG.Chain.Transactions;

/// <summary>What a <see cref="TransactionJournal"/> has of a reference.</summary>
/// <param name="Versions">What was signed, all with one nonce so that at most one is ever mined; the newest last.</param>
/// <param name="Mined">Where one of them was seen to be done; null when none was yet.</param>
public sealed record JournalEntry(IReadOnlyList<SentTransaction> Versions, MinedPlace? Mined = null)
{
    /// <summary>The version that was signed last.</summary>
    public SentTransaction Newest => Versions[^1];

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="FormatException">It is something else, as are the exceptions of <see cref="JsonElement"/>.</exception>
    internal static JournalEntry Read(JsonElement record)
    {
        SentTransaction[] versions =
        [
            .. record.GetProperty("signed").EnumerateArray().Select(raw => SentTransaction.FromRaw(Hex.ParseBytes(raw.GetString()))),
        ];
        return versions.Length > 0
            ? new JournalEntry(versions, record.TryGetProperty("mined", out JsonElement mined) ? ReadMined(mined) : null)
            : throw new FormatException("Nothing was signed.");
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("transaction", Newest.Hash.ToString());
        writer.WriteStartArray("signed");
        foreach (SentTransaction version in Versions)
        {
            writer.WriteStringValue(Hex.ToHex(version.Raw.Span));
        }

        writer.WriteEndArray();
        if (Mined is { } mined)
        {
            writer.WriteStartObject("mined");
            writer.WriteString("transaction", mined.Transaction.ToString());
            writer.WriteNumber("block", mined.Block);
            writer.WriteString("blockHash", mined.BlockHash.ToString());
            writer.WriteString("fee", Hex.ToQuantity(mined.Fee.Wei));
            writer.WriteEndObject();
        }
    }

    private static MinedPlace ReadMined(JsonElement mined) => new(
        Hash256.Parse(mined.GetProperty("transaction").GetString()!), mined.GetProperty("block").GetInt64(),
        Hash256.Parse(mined.GetProperty("blockHash").GetString()!),
        new TokenAmount(Hex.ParseQuantity(mined.GetProperty("fee").GetString()!)));
}
