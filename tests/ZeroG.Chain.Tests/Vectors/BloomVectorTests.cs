using System.Text.Json;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class BloomVectorTests
{
    private static readonly VectorForm Form = new("chain", "bloom*.json", ("single", "value bits bloom"), ("logs", "logs bloom"));

    public static IEnumerable<object[]> Single => Form.Rows("single");

    public static IEnumerable<object[]> Logs => Form.Rows("logs");

    [Theory]
    [MemberData(nameof(Single))]
    public void Add_OneItem_SetsKnownBits(string name)
    {
        JsonElement vector = Form[name];
        byte[] item = vector.Bytes("value");
        LogsBloom bloom = new();

        bloom.Add(item);

        Assert.Equal(vector.Text("bloom"), bloom.ToString());
        int[] bits =
            [.. Enumerable.Range(0, 8 * LogsBloom.Size).Where(bit => (bloom.Bytes[LogsBloom.Size - 1 - (bit / 8)] >> (bit % 8) & 1) != 0)];
        Assert.Equal(vector.GetProperty("bits").EnumerateArray().Select(bit => bit.GetInt32()).Order(), bits);
        Assert.True(bloom.MayContain(item));
        Assert.False(new LogsBloom().MayContain(item));
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Add_Logs_GivesKnownBloom(string name)
    {
        JsonElement vector = Form[name];
        LogsBloom bloom = new();
        LogsBloom joined = new();
        foreach (JsonElement log in vector.GetProperty("logs").EnumerateArray())
        {
            VectorForm.CheckFields(log, "address topics", name);
            bloom.Add(log.Address("address"), log.Hashes("topics"));
            LogsBloom single = new();
            single.Add(log.Address("address"), log.Hashes("topics"));
            joined.Or(single);
        }

        Assert.Equal(vector.Text("bloom"), bloom.ToString());
        Assert.Equal(bloom, joined);
        Assert.Equal(bloom, new LogsBloom(vector.Bytes("bloom")));
    }
}
