using System.Buffers;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>A part of a mapped file as memory of values. Once the file is disposed it gives nothing any more.</summary>
internal sealed unsafe class MappedMemory<T>(MappedFile file, byte* start, int count) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan()
    {
        ObjectDisposedException.ThrowIf(file.IsDisposed, file);
        return new(start, count);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(file.IsDisposed, file);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)count, nameof(elementIndex));
        return new((T*)start + elementIndex);
    }

    // The file stays where it is.
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
