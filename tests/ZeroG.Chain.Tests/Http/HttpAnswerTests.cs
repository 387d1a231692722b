using System.Net;
using System.Net.Http.Headers;
using ZeroG.Chain.Http;

namespace ZeroG.Chain.Tests.Http;

public class HttpAnswerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task ReadWhole_LengthDeclaredOrNot_NothingBeyondTheLimit(int size, bool isRead)
    {
        byte[] body = [.. Enumerable.Range(0, size).Select(i => (byte)i)];
        using ByteArrayContent declared = new(body);
        using StreamContent streamed = new(new CutStream(body, throws: false));

        Assert.Equal(isRead ? body : null, await declared.ReadWholeAsync(100, Cancel));
        Assert.Equal(isRead ? body : null, await streamed.ReadWholeAsync(100, Cancel));
    }

    [Fact]
    public async Task ReadWhole_ConnectionBreaks_Throws()
    {
        using StreamContent content = new(new CutStream([1, 2, 3], throws: true));

        await Assert.ThrowsAsync<HttpRequestException>(() => content.ReadWholeAsync(100, Cancel));
    }

    [Fact]
    public async Task ReadRefusal_ConnectionBreaks_HasWhatCameUntilThen()
    {
        using StreamContent content = new(new CutStream([1, 2, 3], throws: true));

        Assert.Equal([1, 2, 3], await content.ReadRefusalAsync(Cancel));
    }

    [Fact]
    public async Task ReadRefusal_LongBody_HasItsBeginning()
    {
        using StreamContent content = new(new CutStream(new byte[1 << 20], throws: false));

        Assert.Equal(64 << 10, (await content.ReadRefusalAsync(Cancel)).Length);
    }

    [Fact]
    public void FindRetryAfter_SecondsOrDate_IsTheWaitFromNow()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), Find(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))));
        Assert.Equal(TimeSpan.FromSeconds(7), Find(new RetryConditionHeaderValue(Now.AddSeconds(7))));
        Assert.Null(Find(new RetryConditionHeaderValue(Now.AddSeconds(-7))));
        Assert.Null(Find(null));

        static TimeSpan? Find(RetryConditionHeaderValue? asked)
        {
            using HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = asked;
            return response.FindRetryAfter(Now);
        }
    }

    /// <summary>Gives its bytes, one more in each read, and then ends or breaks.</summary>
    private sealed class CutStream(byte[] bytes, bool throws) : Stream
    {
        private int _given;
        private int _reads;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int length = Math.Min(Math.Min(count, bytes.Length - _given), 1 << _reads++);
            if (length == 0 && count > 0 && throws)
            {
                throw new IOException("cut");
            }

            bytes.AsSpan(_given, length).CopyTo(buffer.AsSpan(offset));
            _given += length;
            return length;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
