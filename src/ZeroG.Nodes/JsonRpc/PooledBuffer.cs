using System.Buffers;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>A growing buffer of bytes out of the shared pool; disposing gives it back, and with it every span taken from it.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>4 KiB: more than most answers need.</summary>
    public const int DefaultCapacity = 4096;

    private readonly RequestMemory? _memory;
    private byte[] _bytes;

    /// <summary>Makes a buffer.</summary>
    /// <param name="capacity">Bytes that it can take without growing.</param>
    /// <param name="memory">Where it has its bytes from; null when nobody counts them.</param>
    /// <exception cref="RequestMemoryException">There is not enough; so do the methods that make it grow.</exception>
    public PooledBuffer(int capacity = DefaultCapacity, RequestMemory? memory = null)
    {
        memory?.Take(capacity);
        _memory = memory;
        _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what was written after a position.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        Length = length;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Length));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Reserve(int wanted)
    {
        int needed = Math.Max(wanted, 1);
        if (_bytes.Length - Length >= needed)
        {
            return;
        }

        int size = Math.Max(checked(Length + needed), (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        _memory?.Take(size - _bytes.Length);
        byte[] larger = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
