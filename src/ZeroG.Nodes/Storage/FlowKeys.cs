using System.Buffers.Binary;
using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// Keys of the node's database: a letter for the kind, then fields big-endian, so that a kind is a range in the order of its numbers.
/// Letters are for ever: a new kind takes a new one.
/// </summary>
internal static class FlowKeys
{
    /// <summary>Single values: <c>M</c> and one of the letters below.</summary>
    public const byte Meta = (byte)'M';

    /// <summary><c>T</c> sequence: <see cref="FlowTransaction"/>.</summary>
    public const byte Transaction = (byte)'T';

    /// <summary><c>R</c> root, sequence: nothing; finds the transactions of a file.</summary>
    public const byte Root = (byte)'R';

    /// <summary><c>S</c> data sequence: <see cref="FileStatus"/>.</summary>
    public const byte Status = (byte)'S';

    /// <summary><c>P</c> data sequence, segment index: its proof. Present exactly when the segment is.</summary>
    public const byte Segment = (byte)'P';

    /// <summary><c>N</c> height, index: hash of a complete node of the flow tree.</summary>
    public const byte Node = (byte)'N';

    /// <summary><c>L</c> flow root: the flow's length at that root.</summary>
    public const byte FlowRoot = (byte)'L';

    /// <summary><c>B</c> block: its hash and the next sequence after it; only blocks with submissions.</summary>
    public const byte Block = (byte)'B';

    /// <summary><c>U</c> root, segment index: a segment whose transaction is not yet known.</summary>
    public const byte Pooled = (byte)'U';

    /// <summary>Under <see cref="Meta"/>: version of all this.</summary>
    public const byte Format = (byte)'f';

    /// <summary>Under <see cref="Meta"/>: shard and number of shards.</summary>
    public const byte Shard = (byte)'s';

    /// <summary>Under <see cref="Meta"/>: chain id and address of the Flow contract.</summary>
    public const byte Network = (byte)'n';

    /// <summary>Under <see cref="Meta"/>: number and hash of the last block read.</summary>
    public const byte Progress = (byte)'p';

    /// <summary>Under <see cref="Meta"/>: next sequence and length of the flow.</summary>
    public const byte Head = (byte)'h';

    /// <summary>Length of a key of a kind and a number.</summary>
    public const int NumberLength = 1 + sizeof(long);

    /// <summary>Length of a key of a kind and two numbers.</summary>
    public const int PairLength = NumberLength + sizeof(long);

    /// <summary>Length of a key of a kind, a hash and a number.</summary>
    public const int HashLength = 1 + Hash256.Size + sizeof(long);

    public static byte[] Of(byte kind, byte name) => [kind, name];

    public static byte[] Of(byte kind, long number)
    {
        byte[] key = new byte[NumberLength];
        key[0] = kind;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), number);
        return key;
    }

    public static byte[] Of(byte kind, long first, long second)
    {
        byte[] key = new byte[PairLength];
        key[0] = kind;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), first);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(NumberLength), second);
        return key;
    }

    public static byte[] Of(byte kind, Hash256 hash) => [kind, .. hash.Bytes];

    public static byte[] Of(byte kind, Hash256 hash, long number)
    {
        byte[] key = new byte[HashLength];
        key[0] = kind;
        hash.CopyTo(key.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1 + Hash256.Size), number);
        return key;
    }

    /// <summary>The last number of a key.</summary>
    public static long LastNumber(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]);
}
