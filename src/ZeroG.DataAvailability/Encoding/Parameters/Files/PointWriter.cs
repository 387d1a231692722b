using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>Writes a file of parameters part by part; it gets its name with <see cref="Keep"/>, when it is complete.</summary>
/// <param name="path">The name; null for a file that is nowhere, and only <see cref="Written"/> hears of.</param>
/// <param name="overwrite">Whether another file of that name may be replaced.</param>
/// <param name="cancellationToken">Stops writing.</param>
internal sealed class PointWriter(string? path, bool overwrite, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly NewFile? _file = path is null ? null : Begin(path, overwrite);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);

    /// <summary>Whether arrays have their counts before them, as in arkworks' forms.</summary>
    public bool HasCounts { get; init; }

    /// <summary>Told of all bytes, in order.</summary>
    public Action<ReadOnlyMemory<byte>>? Written { get; set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_file is not null)
        {
            await _file.WriteAsync(bytes, cancellationToken);
        }

        Written?.Invoke(bytes);
    }

    /// <summary>Writes a count, if the file has some.</summary>
    public ValueTask CountAsync(int count)
    {
        if (!HasCounts)
        {
            return ValueTask.CompletedTask;
        }

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
    public async ValueTask ArrayAsync<TPoint>(ReadOnlyMemory<TPoint> points, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        await CountAsync(points.Length);
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

    /// <summary>Writes the vanishes of a coset, an array for each depth.</summary>
    public async ValueTask VanishesAsync(ParameterSource source, int coset, PointCodec<G2Affine> codec, ParameterWork work)
    {
        G2Affine[] vanishes = new G2Affine[ParameterSource.VanishCount(source.Shape)];
        source.Vanishes(coset, vanishes, work);
        await CountAsync(source.Shape.LogRows);
        for (int depth = 1; depth <= source.Shape.LogRows; depth++)
        {
            await ArrayAsync<G2Affine>(vanishes.AsMemory(ParameterSource.VanishStart(depth), 1 << depth), codec);
        }
    }

    /// <summary>Takes the file to the disk and gives it its name.</summary>
    public void Keep() => _file?.Keep();

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static NewFile Begin(string path, bool overwrite)
    {
        Leftovers.Remove(path);
        return NewFile.Create(path, overwrite);
    }
}
