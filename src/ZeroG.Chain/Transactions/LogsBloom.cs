namespace ZeroG.Chain.Transactions;

/// <summary>
/// The 2048-bit Bloom filter of the logs of a receipt or block: each address and topic sets three bits, so that an absent one is usually
/// seen to be absent without reading the logs (Ethereum Yellow Paper, section 4.3.1).
/// </summary>
public sealed class LogsBloom : IEquatable<LogsBloom>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 256;

    private const int BitsPerItem = 3;
    private const int BitMask = (8 * Size) - 1;

    private readonly byte[] _bytes = new byte[Size];

    /// <summary>The empty filter.</summary>
    public LogsBloom()
    {
    }

    /// <summary>Takes the 256 bytes of a filter.</summary>
    /// <exception cref="ArgumentException">The span does not have exactly 256 bytes.</exception>
    public LogsBloom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A logs bloom has {Size} bytes, got {bytes.Length}.", nameof(bytes));
        }

        bytes.CopyTo(_bytes);
    }

    /// <summary>The 256 bytes; bit 0 is the lowest bit of the last byte.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Adds an address, a topic or any other item.</summary>
    public void Add(ReadOnlySpan<byte> item)
    {
        Hash256 hash = Hash256.Keccak(item);
        for (int i = 0; i < BitsPerItem; i++)
        {
            (int index, byte bit) = Locate(hash, i);
            _bytes[index] |= bit;
        }
    }

    /// <summary>Adds a log: its address and each topic.</summary>
    public void Add(Address address, IReadOnlyList<Hash256> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        Add(address.Bytes);
        foreach (Hash256 topic in topics)
        {
            Add(topic.Bytes);
        }
    }

    /// <summary>Adds everything that another filter holds.</summary>
    public void Or(LogsBloom other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < Size; i++)
        {
            _bytes[i] |= other._bytes[i];
        }
    }

    /// <summary>False when the item was certainly not added.</summary>
    public bool MayContain(ReadOnlySpan<byte> item)
    {
        Hash256 hash = Hash256.Keccak(item);
        for (int i = 0; i < BitsPerItem; i++)
        {
            (int index, byte bit) = Locate(hash, i);
            if ((_bytes[index] & bit) == 0)
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(LogsBloom? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as LogsBloom);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary><c>0x</c> and 512 hex digits, as JSON-RPC has it.</summary>
    public override string ToString() => Hex.ToHex(_bytes);

    // Bit i of an item is the low 11 bits of the i-th pair of bytes of its hash.
    private static (int Index, byte Bit) Locate(Hash256 hash, int i)
    {
        int bit = ((hash.Bytes[2 * i] << 8) | hash.Bytes[(2 * i) + 1]) & BitMask;
        return (Size - 1 - (bit / 8), (byte)(1 << (bit % 8)));
    }
}
