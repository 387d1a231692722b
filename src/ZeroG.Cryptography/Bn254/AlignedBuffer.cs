using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Memory that the collector never moves and that begins at a cache line, so that a point of 64 bytes lies in one line. Whoever works with
/// <see cref="Pointer"/> keeps the buffer alive meanwhile.
/// </summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private byte[] _memory = [];

    /// <summary>A buffer of that many elements; what they hold is not defined.</summary>
    public AlignedBuffer(int count = 0) => Reserve(count);

    /// <summary>The first element.</summary>
    public T* Pointer { get; private set; }

    /// <summary>Elements that fit.</summary>
    public int Capacity { get; private set; }

    /// <summary>The first elements.</summary>
    public Span<T> Span(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        return new Span<T>(Pointer, count);
    }

    /// <summary>Makes room. What the buffer held is lost if it must grow.</summary>
    public T* Reserve(int count)
    {
        if (count > Capacity)
        {
            // Grows by half at least, so that slowly rising demands do not allocate each time.
            int capacity = (int)Math.Min(Math.Max(count, Capacity * 3L / 2), Array.MaxLength / sizeof(T));
            _memory = GC.AllocateUninitializedArray<byte>(checked((capacity * sizeof(T)) + Alignment), pinned: true);
            nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
            Pointer = (T*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
            Capacity = capacity;
        }

        return Pointer;
    }
}
