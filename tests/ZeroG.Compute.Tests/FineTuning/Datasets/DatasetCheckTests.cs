using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning.Datasets;

public sealed class DatasetCheckTests
{
    private const string Example = """{"instruction":"Say it","input":"","output":"It"}""";

    [Fact]
    public async Task Run_BadLineFarDown_SaysItsNumber()
    {
        string[] lines = [.. Enumerable.Repeat(Example, 10_000)];
        lines[7311] = """{"instruction":"Say it","input":"","output":"It" """;

        DatasetReport report = await RunAsync(string.Join('\n', lines) + "\n");

        DatasetFault fault = Assert.Single(report.Faults);
        Assert.Equal(7312, fault.Line);
        Assert.StartsWith("Line 7312: not valid JSON", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal((10_000, 9_999, 1), (report.Lines, report.Examples, report.FaultCount));
        ZeroGException failure = Assert.Throws<ZeroGException>(report.ThrowIfInvalid);
        Assert.Equal("ZgDatasetInvalid", failure.ErrorId);
        Assert.StartsWith("Line 7312: not valid JSON", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"instruction":"a","input":"b","output":"c"}""", DatasetShape.Instruction, 3)]
    [InlineData("""{"output":"ccc","instruction":"a","input":""}""", DatasetShape.Instruction, 4)]
    [InlineData("""{"messages":[{"role":"user","content":"ab"},{"role":"assistant","content":"cde"}]}""", DatasetShape.Messages, 5)]
    [InlineData("""{"text":"Zürich \ud83d\ude00 ok"}""", DatasetShape.Text, 11)]
    [InlineData("""{"text":"Zürich 😀 ok"}""", DatasetShape.Text, 11)]
    [InlineData("""{"text":"a","id":{"n":[1,2]}}""", DatasetShape.Text, 1)]
    public async Task Run_EachShape_CountsWhatIsTrained(string line, DatasetShape shape, int characters)
    {
        DatasetReport report = await RunAsync(line);

        Assert.Empty(report.Faults);
        Assert.Equal(shape, report.Shape);
        Assert.Equal(characters, report.Characters);
        Assert.Equal((characters + 3) / 4, report.EstimatedTokens);
        report.ThrowIfInvalid();
    }

    [Fact]
    public async Task Run_LongConversation_CountsTheLastOfBothAndSaysSo()
    {
        DatasetReport report = await RunAsync(
            """{"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"1"},{"role":"assistant","content":"22"},"""
            + """{"role":"user","content":"333"},{"content":"4444","role":"assistant"}]}""");

        Assert.Equal(7, report.Characters);
        Assert.Equal(1, report.ShortenedExamples);
        Assert.Contains(report.Advice, text => text.StartsWith("Of 1 conversations only the last", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \t\r", "empty")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"text\":\"x\"} {\"text\":\"y\"}", "not valid JSON")]
    [InlineData("[1]", "not valid JSON: an object")]
    [InlineData("{'text':'x'}", "not valid JSON at character 2")]
    [InlineData("{\"text\":\"x\",}", "not valid JSON")]
    [InlineData("{\"text\":\"x\",\"y\":[}", "not valid JSON")]
    [InlineData("{\"prompt\":\"x\",\"completion\":\"y\"}", "other keys than line 1 (others in place of text)")]
    [InlineData("{\"instruction\":\"a\",\"output\":\"b\"}", "other keys than line 1 (instruction, output in place of text)")]
    [InlineData("{\"text\":\"x\",\"id\":1}", "other keys than line 1 (text, others in place of text)")]
    [InlineData("{\"text\":\"\"}", "empty: 'text' has no text")]
    [InlineData("{\"text\":7}", "'text' is no text")]
    [InlineData("{\"text\":[\"a\"]}", "'text' is no text")]
    public async Task Run_WrongSecondLine_SaysWhy(string line, string reason)
    {
        DatasetReport report = await RunAsync("{\"text\":\"good\"}\n" + line + "\n{\"text\":\"good\"}");

        DatasetFault fault = Assert.Single(report.Faults);
        Assert.Equal(2, fault.Line);
        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(2, report.Examples);
        Assert.False(report.IsValid);
    }

    [Theory]
    [InlineData("""{"messages":"x"}""", "'messages' is no list")]
    [InlineData("""{"messages":[]}""", "empty: no message of the user")]
    [InlineData("""{"messages":["x"]}""", "message 1 is no object")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "empty: no message of the assistant")]
    [InlineData("""{"messages":[{"role":"user","content":["x"]},{"role":"assistant","content":"y"}]}""", "message 1 has no content")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"content":"y"}]}""", "message 2 has no role")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":""}]}""", "empty: message 2")]
    [InlineData("""{"instruction":"a","input":"b"}""", "keys of no known shape (instruction, input)")]
    [InlineData("""{"prompt":"a"}""", "keys of no known shape (others)")]
    [InlineData("""{"instruction":"","input":"b","output":"c"}""", "empty: 'instruction' has no text")]
    public async Task Run_WrongFirstLine_SaysWhy(string line, string reason)
    {
        DatasetFault fault = Assert.Single((await RunAsync(line)).Faults);

        Assert.Equal(1, fault.Line);
        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
    }

    // Every line by itself is good; together they are not.
    [Fact]
    public async Task Run_MixedShapes_NamesEachLineThatIsUnlikeTheFirst()
    {
        DatasetReport report = await RunAsync(
            Example + "\n{\"text\":\"x\"}\n" + Example + "\n"
            + """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""");

        Assert.Equal([2, 4], report.Faults.Select(fault => fault.Line));
        Assert.Equal(DatasetShape.Instruction, report.Shape);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', 0xFF, (byte)'}' }, "not UTF-8 text")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0 }, "not UTF-8 text")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' }, "begins with a byte order mark")]
    public async Task Run_OtherEncoding_SaysSo(byte[] file, string reason) => Assert.StartsWith(
        reason, Assert.Single((await DatasetCheck.RunAsync(new MemoryStream(file), "x.jsonl")).Faults).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task Run_EmptyFile_IsEmpty()
    {
        DatasetReport report = await RunAsync("");

        Assert.False(report.IsValid);
        Assert.Equal("ZgDatasetEmpty", Assert.Throws<ZeroGException>(report.ThrowIfInvalid).ErrorId);
    }

    [Fact]
    public async Task Run_ManyFaults_KeepsTheFirstAndCountsAll()
    {
        DatasetReport report = await RunAsync(string.Join('\n', Enumerable.Repeat("no", 1000)));

        Assert.Equal(DatasetReport.MostFaults, report.Faults.Count);
        Assert.Equal(1000, report.FaultCount);
        ZeroGException failure = Assert.Throws<ZeroGException>(report.ThrowIfInvalid);
        Assert.Contains("1000 of 1000 lines are wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FewExamples_IsAdviceAndNoFault()
    {
        DatasetReport few = await RunAsync(string.Join('\n', Enumerable.Repeat(Example, 9)));
        DatasetReport enough = await RunAsync(string.Join('\n', Enumerable.Repeat(Example, 10)));

        Assert.Equal("9 examples are few: at least 10 are advised.", Assert.Single(few.Advice));
        Assert.True(few.IsValid);
        Assert.Empty(enough.Advice);
    }

    // Lines across the pieces in which a stream gives them, with either end of line and none at the end.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Run_StreamInPieces_SeesTheSameLines(int piece)
    {
        string longLine = "{\"text\":\"" + new string('a', 300_000) + "\"}";
        byte[] file = Encoding.UTF8.GetBytes("{\"text\":\"b\"}\r\n" + longLine + "\nno\n{\"text\":\"c\"}");
        List<long> reports = [];

        DatasetReport report = await DatasetCheck.RunAsync(new Pieces(file, piece), "x.jsonl", new ListProgress<long>(reports));

        Assert.Equal(3, Assert.Single(report.Faults).Line);
        Assert.Equal((4, 3, 300_002), (report.Lines, report.Examples, report.Characters));
        Assert.Equal(file.Length, report.Size);
        Assert.Equal(file.Length, reports[^1]);
    }

    [Fact]
    public async Task Run_NoSuchFile_OrADirectory_IsAnError()
    {
        using TempFolder folder = new();

        Assert.Equal(
            "ZgFileNotFound", (await Assert.ThrowsAsync<ZeroGException>(() => DatasetCheck.RunAsync(folder["no.jsonl"]))).ErrorId);
        Assert.Equal("ZgFileIsDirectory", (await Assert.ThrowsAsync<ZeroGException>(() => DatasetCheck.RunAsync(folder.Path))).ErrorId);
    }

    [Theory]
    [InlineData("a.jsonl", true)]
    [InlineData("A.JSON", true)]
    [InlineData("a.txt", false)]
    [InlineData("jsonl", false)]
    public void IsName_Extension_Decides(string name, bool expected) => Assert.Equal(expected, DatasetCheck.IsName(name));

    [Fact]
    public async Task LineBuffer_LineLongerThanItMayBe_StopsThere()
    {
        LineBuffer lines = new(new MemoryStream(Encoding.UTF8.GetBytes("ab\n" + new string('x', 100))), longest: 50);
        Assert.False(lines.TryTake(out _));
        Assert.True(await lines.FillAsync(CancellationToken.None));
        Assert.True(lines.TryTake(out ReadOnlySpan<byte> first));
        Assert.Equal("ab"u8, first);

        while (await lines.FillAsync(CancellationToken.None))
        {
            Assert.False(lines.TryTake(out _));
        }

        Assert.True(lines.IsTooLong);
    }

    private static Task<DatasetReport> RunAsync(string text) =>
        DatasetCheck.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.jsonl");

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
