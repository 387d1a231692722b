namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>Bytes by a formula of the vectors: byte i = (i·a + ⌊i/256⌋·b + c) mod 256.</summary>
internal sealed class GeneratedStream(long length, int a, int b, int c) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = (int)Math.Min(count, length - Position);
        for (int i = 0; i < read; i++, Position++)
        {
            buffer[offset + i] = unchecked((byte)((Position * a) + (Position / 256 * b) + c));
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
