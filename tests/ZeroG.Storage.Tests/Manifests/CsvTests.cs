using System.Text;
using FsCheck.Xunit;
using ZeroG.Storage.Manifests;

namespace ZeroG.Storage.Tests.Manifests;

/// <summary>Reading undoes writing for any text, and no bytes make the reader fail or stand still.</summary>
public sealed class CsvTests
{
    [Property(MaxTest = 500)]
    public void Records_WrittenThenRead_AreTheSame(string?[][] records)
    {
        string[][] written = [.. records.Where(record => record.Length > 0).Select(record => Array.ConvertAll(record, Clean))];

        Assert.Equal(written, Read([.. written.SelectMany(CsvText.Record)]).Select(record => record.Fields));
    }

    [Property(MaxTest = 500)]
    public void Records_BehindADamagedLine_AreRead(string?[] before, string?[] after)
    {
        string[] first = ["x", .. Array.ConvertAll(before, Clean)];
        string[] last = ["y", .. Array.ConvertAll(after, Clean)];

        (string[] Fields, string? Fault)[] read = [.. Read([.. CsvText.Record(first), .. "\"open\n"u8, .. CsvText.Record(last)])];

        Assert.Equal(first, read[0].Fields);
        Assert.Contains(read, record => record.Fault is not null);
        Assert.Equal(last, read[^1].Fields);
    }

    [Property(MaxTest = 500)]
    public void AnyBytes_AreReadToTheEnd(byte[] bytes) => Assert.True(Read(bytes).Count() <= bytes.Length);

    [Theory]
    [InlineData("a,b\r\nc,d", new[] { "a|b", "c|d" })]
    [InlineData("\"a\",,\"\"\n", new[] { "a||" })]
    [InlineData("a b , c\n", new[] { "a b | c" })]
    [InlineData("\n\n", new[] { "", "" })]
    public void OtherHandsThanOurs_AreUnderstood(string text, string[] expected) =>
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text)).Select(record => string.Join('|', record.Fields)));

    [Fact]
    public void LongestField_ThatIsNeverClosed_DoesNotSwallowTheFile()
    {
        string rest = string.Concat(Enumerable.Repeat("a,b\n", 100_000));

        (string[] Fields, string? Fault)[] read = [.. Read(Encoding.UTF8.GetBytes("\"open\n" + rest))];

        Assert.Equal(100_001, read.Length);
        Assert.Equal("its quotation marks do not match", Assert.Single(read, record => record.Fault is not null).Fault);
    }

    // FsCheck makes half surrogate pairs too, which no UTF-8 can hold.
    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static IEnumerable<(string[] Fields, string? Fault)> Read(byte[] bytes)
    {
        CsvReader reader = new(new MemoryStream(bytes));
        while (reader.Read() is { } fields)
        {
            yield return (reader.Fault is null ? [.. fields] : [], reader.Fault);
        }
    }
}
