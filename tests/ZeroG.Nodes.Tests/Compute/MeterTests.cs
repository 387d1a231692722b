using System.Text;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>What replies and streams of all kinds are charged by.</summary>
public sealed class MeterTests
{
    [Theory]
    [InlineData(ProxyPath.Chat, """{"usage":{"prompt_tokens":9,"completion_tokens":2}}""", 9, 2)]
    [InlineData(ProxyPath.Chat, """{"usage":{"prompt_tokens":"9","completion_tokens":null}}""", 9, 0)]
    [InlineData(ProxyPath.Chat, """{"usage":{"prompt_tokens":-9,"completion_tokens":-2}}""", 0, 0)]
    [InlineData(ProxyPath.Chat, """{"choices":[{"message":{"content":"a b"}},{"message":{"content":" c "}}]}""", 0, 3)]
    [InlineData(ProxyPath.Chat, """{"choices":[{"text":"half \ud83d"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""", 9, 2)]
    [InlineData(ProxyPath.Chat, """{"choices":[{"message":{"content":"half \ud83d"}}]}""", 0, 0)]
    [InlineData(ProxyPath.Chat, "no JSON", 0, 0)]
    [InlineData(ProxyPath.Messages, """{"usage":{"input_tokens":5,"cache_read_input_tokens":7,"output_tokens":3}}""", 12, 3)]
    [InlineData(ProxyPath.Messages, """{"content":[{"type":"text","text":"a b c"}]}""", 0, 3)]
    [InlineData(ProxyPath.Embedding, """{"usage":{"prompt_tokens":4,"total_tokens":4}}""", 4, 0)]
    [InlineData(ProxyPath.Image, "anything", 0, 2)]
    [InlineData(ProxyPath.Transcription, """{"usage":{"type":"duration","seconds":2.5}}""", 3, 0)]
    [InlineData(ProxyPath.Transcription, """{"usage":{"type":"tokens","input_tokens":8,"output_tokens":4}}""", 8, 4)]
    [InlineData(ProxyPath.Transcription, """{"duration":7.4}""", 7, 0)]
    [InlineData(ProxyPath.Transcription, "plain text", 1, 0)]
    public void Reply_IsCounted(string path, string reply, int input, int output) =>
        Assert.Equal(new UsageCounts(input, output), ReplyMeter.Read(path, Encoding.UTF8.GetBytes(reply), images: 2));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void Stream_InPiecesOfAnySize_IsCountedAndSeenToItsEnd(int size)
    {
        const string Stream =
            "data: {\"choices\":[{\"delta\":{\"content\":\"héllo wor\"}}]}\r\n\r\n: comment\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"ld\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\ndata: [DONE]\n";
        byte[] bytes = Encoding.UTF8.GetBytes(Stream);
        StreamMeter meter = new();

        foreach (byte[] piece in bytes.Chunk(size))
        {
            Assert.False(meter.IsComplete);
            meter.Append(piece);
        }

        Assert.False(meter.IsComplete);
        meter.Append("\n"u8);
        Assert.True(meter.IsComplete);
        Assert.Equal(new UsageCounts(3, 4), meter.Total);
    }

    [Fact]
    public void Stream_WithoutUsage_CountsWordsAcrossEvents()
    {
        StreamMeter meter = new();

        meter.Append("data: {\"choices\":[{\"delta\":{\"content\":\"two wo\"}}]}\n\n"u8);
        meter.Append("data: {\"choices\":[{\"delta\":{\"content\":\"rds\"}}]}\n\n"u8);

        Assert.Equal(new UsageCounts(0, 2), meter.Total);
    }

    [Fact]
    public void Stream_OfAnthropic_AddsWhatItsEventsTell()
    {
        StreamMeter meter = new();

        meter.Append("event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}}\n\n"u8);
        meter.Append("data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":6}}\n\n"u8);
        meter.Append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);

        Assert.True(meter.IsComplete);
        Assert.Equal(new UsageCounts(11, 6), meter.Total);
    }

    [Fact]
    public void Stream_LineWithoutEnd_DoesNotFillTheMemory()
    {
        StreamMeter meter = new();
        byte[] piece = new byte[1 << 20];
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 64; i++)
        {
            meter.Append(piece);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 << 20);
    }
}
