using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Points;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>Writes a file of parameters part by part; it gets its name with <see cref="Keep"/>, when it is complete.</summary>
internal sealed class PointWriter : IAsyncDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly NewFile _file;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly CancellationToken _cancellationToken;

    public PointWriter(string path, bool overwrite, CancellationToken cancellationToken)
    {
        _file = NewFile.Create(path, overwrite);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Called with all bytes in order.</summary>
    public Action<ReadOnlySpan<byte>>? Written { get; set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _file.WriteAsync(bytes, _cancellationToken);
        Written?.Invoke(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Writes the count that precedes an array in arkworks' form.</summary>
    public ValueTask CountAsync(int count)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer, (ulong)count);
        return WriteAsync(_buffer.AsMemory(0, sizeof(ulong)));
    }

    /// <summary>Writes one point.</summary>
    public ValueTask PointAsync<TPoint>(TPoint point, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        codec.Write(point, _buffer);
        return WriteAsync(_buffer.AsMemory(0, codec.Size));
    }

    /// <summary>Writes an array of points, none of which is infinity.</summary>
    public async ValueTask PointsAsync<TPoint>(ReadOnlyMemory<TPoint> points, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        int perBuffer = BufferSize / codec.Size;
        for (int start = 0; start < points.Length; start += perBuffer)
        {
            int count = Math.Min(perBuffer, points.Length - start);
            ReadOnlySpan<TPoint> part = points.Span.Slice(start, count);
            for (int i = 0; i < part.Length; i++)
            {
                codec.Write(part[i], _buffer.AsSpan(i * codec.Size, codec.Size));
            }

            await WriteAsync(_buffer.AsMemory(0, count * codec.Size));
        }
    }

    /// <summary>Takes the file to the disk and gives it its name.</summary>
    public void Keep() => _file.Keep();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
