using System.Buffers.Binary;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Writes one field after another. The span must have room for all of them.</summary>
internal ref struct SpanWriter(Span<byte> destination)
{
    private Span<byte> _rest = destination;

    /// <summary>A number of 8 bytes, little-endian.</summary>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);

    public void Write(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>The next bytes, for the caller to fill.</summary>
    public Span<byte> Take(int length)
    {
        Span<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
