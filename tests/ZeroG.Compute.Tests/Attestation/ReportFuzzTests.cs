using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using ZeroG.Chain;
using ZeroG.Compute.Attestation;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Attestation;

/// <summary>
/// Whatever a provider sends as a report, the checks end with results or the one documented failure, and allocate in proportion to it.
/// </summary>
public sealed class ReportFuzzTests
{
    private const string Replay = "20261126,7";

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "4294967296", "\"\"", "\"mock\"", "\"0x\"", "\"zz\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}",
        "[[[[{}]]]]", "\"[]\"", "\"{}\"", "\"[{}]\"", "\"[{\\\"imr\\\":3}]\"", "[{\"imr\":9,\"event_type\":1}]", "[null]", "[7]",
        "{\"app_compose\":7}", "{\"app_compose\":\"{}\"}", "{\"app_compose\":\"{\\\"docker_compose_file\\\":\\\"a: [\\\"}\"}",
    ];

    [Property(MaxTest = 1500, Replay = Replay)]
    public void Report_AnyBytes_IsARefusalOrAReport(byte[] body) => Examine(body);

    [Fact]
    public void Report_DamagedBytes_IsARefusalOrAReport()
    {
        Random random = new(20261126);
        byte[] valid = Encoding.UTF8.GetBytes(new TestReport().ToJson());
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            refused += Examine(Damage(valid, random)) ? 0 : 1;
        }

        Assert.InRange(refused, 1, 2999);
    }

    [Property(MaxTest = 1500, Replay = Replay)]
    public void Report_AnyMember_IsARefusalOrAReport(int place, int value)
    {
        JsonObject report = JsonNode.Parse(new TestReport().ToJson())!.AsObject();
        string name = report.ElementAt((int)((uint)place % (uint)report.Count)).Key;
        report[name] = "@here@";
        Examine(Encoding.UTF8.GetBytes(PutHere(report, value)));
    }

    [Property(MaxTest = 1500, Replay = Replay)]
    public void EventLog_AnyEntry_IsALogOrAFault(int place, int value)
    {
        JsonArray log = JsonNode.Parse(JsonNode.Parse(new TestReport().ToJson())!["event_log"]!.GetValue<string>())!.AsArray();
        JsonObject entry = log[(int)((uint)place % (uint)log.Count)]!.AsObject();
        string name = entry.ElementAt((int)((uint)place / 7 % (uint)entry.Count)).Key;
        entry[name] = "@here@";
        Examine(Encoding.UTF8.GetBytes("{\"event_log\":" + PutHere(log, value) + "}"));
    }

    [Property(MaxTest = 3000, Replay = Replay)]
    public void Quote_AnyBytes_IsAQuoteOrAFault(byte[] bytes)
    {
        byte[] whole = new byte[bytes.Length + 636];
        bytes.CopyTo(whole, 0);
        foreach (byte[] quote in new[] { bytes, whole })
        {
            bool parsed = TdxQuote.TryParse(quote, out TdxQuote? read, out string fault);
            Assert.Equal(parsed, fault.Length == 0);
            Assert.Equal(parsed, read is not null);
        }

        _ = ReportData.TryParse(bytes, out _);
    }

    [Fact]
    public void Quote_DamagedBytes_IsAQuoteOrAFault()
    {
        Random random = new(20261126);
        byte[] valid = new TestReport().Quote();
        for (int i = 0; i < 3000; i++)
        {
            if (TdxQuote.TryParse(Damage(valid, random), out TdxQuote? quote, out _))
            {
                _ = ReportData.TryParse(quote.ReportData, out _);
                Assert.Equal(48, quote.Register(3).Length);
                Assert.InRange(quote.ComposeHash.Length, 0, 32);
            }
        }
    }

    [Property(MaxTest = 2000, Replay = Replay)]
    public void QuoteSignature_AnyHeader_IsASignerOrNone(string? header, byte[] body)
    {
        string text = header ?? "";
        _ = QuoteSignature.TryRecover(body, text, out _);
        _ = QuoteSignature.TryRecover(body, Hex.ToHex(body) + new string('0', 130), out _);
    }

    [Property(MaxTest = 3000, Replay = Replay)]
    public void ComposeFile_AnyText_IsImagesOrAFault(string? text)
    {
        try
        {
            Assert.DoesNotContain(null, ComposeImages.In(text ?? ""));
        }
        catch (FormatException failure)
        {
            Assert.InRange(failure.Message.Length, 1, 200);
        }
    }

    [Fact]
    public void ComposeFile_DamagedText_IsImagesOrAFault()
    {
        Random random = new(20261126);
        byte[] valid = Encoding.UTF8.GetBytes(
            "x-base: &base\n  image: \"a/b:1\"\nservices:\n  one: {<<: *base, ports: [80, 90]}\n  two:\n    image: &i |\n      text\n"
            + "  three:\n    ? image\n    : *i\n    command: >-\n      folded\n      lines\n--- # another\n- !!str 'it''s'\n");
        Assert.NotEmpty(ComposeImages.In(Encoding.UTF8.GetString(valid)));
        for (int i = 0; i < 4000; i++)
        {
            try
            {
                _ = ComposeImages.In(Encoding.UTF8.GetString(Damage(valid, random)));
            }
            catch (FormatException)
            {
                // The documented failure.
            }
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("image: x\n")]
    [InlineData("- &a [*a]\n")]
    [InlineData("'")]
    public void ComposeFile_OfOneThingAMillionTimes_EndsSoonAndInLittleMemory(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, (1 << 20) / piece.Length));
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _ = ComposeImages.In(text);
        }
        catch (FormatException)
        {
            // The documented failure.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
    }

    // Half surrogates cannot pass through a node, so the text is put in afterwards.
    private static string PutHere(JsonNode node, int value) => node.ToJsonString()
        .Replace("\"@here@\"", Values[(int)((uint)value % (uint)Values.Length)], StringComparison.Ordinal);

    /// <summary>False when the report was refused.</summary>
    private static bool Examine(byte[] body)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            AttestationReport report = AttestationReport.Parse(body);
            DownloadedReport download = new(ReportKind.Broker, body, null);
            AttestationCheck[] checks = [.. new ReportExamination(Examined.Subject(), download, report).Run()];
            Assert.All(checks, check => Assert.InRange(check.Detail.Length, 1, 2000));
            Assert.All(checks, check => Assert.DoesNotContain(check.Detail, char.IsControl));
            return true;
        }
        catch (ZeroGException failure)
        {
            Assert.Equal("ZgReportInvalid", failure.ErrorId);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + (200L * body.Length));
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        byte[] data = [.. original];
        for (int i = random.Next(1, 4); i > 0 && data.Length > 0; i--)
        {
            int at = random.Next(data.Length);
            switch (random.Next(4))
            {
                case 0:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    data = data[..at];
                    break;
                case 2:
                    data = [.. data[..at], .. data[random.Next(data.Length)..]];
                    break;
                default:
                    data[at] = (byte)random.Next(256);
                    break;
            }
        }

        return data;
    }
}
