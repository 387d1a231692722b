using System.Buffers;
using System.Text.Json;

namespace ZeroG.Storage.Nodes;

/// <summary>Sectors without a proof, in a buffer of the shared pool that <see cref="Dispose"/> gives back.</summary>
public sealed class SegmentData : IDisposable
{
    private readonly int _length;
    private byte[]? _rented;

    private SegmentData(byte[] rented, int length)
    {
        _rented = rented;
        _length = length;
    }

    /// <summary>The bytes as the node sent them.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was given back.</exception>
    public ReadOnlyMemory<byte> Bytes => (_rented ?? throw new ObjectDisposedException(nameof(SegmentData))).AsMemory(0, _length);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Reads the Base64 string on which the reader stands, or null.</summary>
    /// <exception cref="JsonException">Neither.</exception>
    public static SegmentData? Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : new SegmentData(Base64Segment.Read(ref reader, out int length), length);
}
