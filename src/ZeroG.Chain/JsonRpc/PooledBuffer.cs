using System.Buffers;

namespace ZeroG.Chain.JsonRpc;

/// <summary>A growing buffer whose array comes from the shared pool and goes back on <see cref="Dispose"/>.</summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(capacity);
    private bool _isShared;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_array.Length - Length < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(
                Math.Max(checked(Length + needed), (int)Math.Min(2L * _array.Length, Array.MaxLength)));
            _array.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Leaves the array to the garbage collector, because somebody else may still read it.</summary>
    public void KeepFromPool() => _isShared = true;

    public void Dispose()
    {
        byte[] array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0 && !_isShared)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
