using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ZeroG.Chain.Rlp;

/// <summary>Writes canonical RLP. A list is what is written between <see cref="StartList"/> and <see cref="EndList"/>; lists may
/// nest.</summary>
public sealed class RlpWriter
{
    // First byte and up to four bytes of length.
    private const int MaxHeaderSize = 1 + sizeof(int);

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Stack<int> _listStarts = new();

    /// <summary>Opens a list.</summary>
    public void StartList() => _listStarts.Push(_buffer.WrittenCount);

    /// <summary>Closes the list opened last.</summary>
    /// <exception cref="InvalidOperationException">No list is open.</exception>
    public void EndList()
    {
        int start = _listStarts.Pop();
        int length = _buffer.WrittenCount - start;
        Span<byte> header = stackalloc byte[MaxHeaderSize];
        header = header[..WriteHeader(header, RlpItem.ListBase, length)];

        // The length is known only now: make room at the end, move the items up, put the header before them.
        _ = _buffer.GetSpan(header.Length);
        _buffer.Advance(header.Length);
        Span<byte> list = WrittenFrom(start);
        list[..length].CopyTo(list[header.Length..]);
        header.CopyTo(list);
    }

    /// <summary>Writes a byte string.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 1 || bytes[0] >= RlpItem.StringBase)
        {
            Span<byte> header = stackalloc byte[MaxHeaderSize];
            _buffer.Write(header[..WriteHeader(header, RlpItem.StringBase, bytes.Length)]);
        }

        _buffer.Write(bytes);
    }

    /// <summary>Writes a number: big-endian without leading zeros, zero as the empty string.</summary>
    public void Write(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Write(bytes.TrimStart((byte)0));
    }

    /// <inheritdoc cref="Write(ulong)"/>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void Write(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Write(value.ToByteArray(isUnsigned: true, isBigEndian: true).AsSpan().TrimStart((byte)0));
    }

    /// <summary>What has been written.</summary>
    /// <exception cref="InvalidOperationException">A list is still open.</exception>
    public byte[] ToArray() =>
        _listStarts.Count == 0 ? _buffer.WrittenSpan.ToArray() : throw new InvalidOperationException("An RLP list is still open.");

    private static int WriteHeader(Span<byte> header, byte codeBase, int length)
    {
        if (length <= RlpItem.MaxShortLength)
        {
            header[0] = (byte)(codeBase + length);
            return 1;
        }

        int size = sizeof(int) - (BitOperations.LeadingZeroCount((uint)length) / 8);
        header[0] = (byte)(codeBase + RlpItem.MaxShortLength + size);
        for (int i = 0; i < size; i++)
        {
            header[1 + i] = (byte)(length >> (8 * (size - 1 - i)));
        }

        return 1 + size;
    }

    private Span<byte> WrittenFrom(int start) => MemoryMarshal.AsMemory(_buffer.WrittenMemory)[start..].Span;
}
