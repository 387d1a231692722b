using System.Buffers.Binary;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;

namespace ZeroG.DataAvailability.Sampling;

/// <summary>
/// The draws of DA sampling: a row is a line of 32 sub-lines, each of 1024 bytes, and a sub-line wins whose quality is not above the target
/// (0glabs/0g-da-contract, <c>contracts/utils/SampleVerifier.sol</c>; 0gfoundation/0g-da-node, <c>da-miner</c>).
/// </summary>
public static class RowSample
{
    /// <summary>Bytes of a sub-line.</summary>
    public const int SublineSize = 1024;

    private const int LeafSize = 256;
    private const int WordSize = 32;

    /// <summary>keccak(seed, epoch u256, quorum u256, data root, line u64): the same for all sub-lines.</summary>
    public static Hash256 LineQuality(Hash256 seed, ulong epoch, ulong quorum, Hash256 dataRoot, ulong line)
    {
        Span<byte> input = stackalloc byte[(4 * WordSize) + sizeof(ulong)];
        input.Clear();
        seed.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input[((2 * WordSize) - sizeof(ulong))..], epoch);
        BinaryPrimitives.WriteUInt64BigEndian(input[((3 * WordSize) - sizeof(ulong))..], quorum);
        dataRoot.CopyTo(input[(3 * WordSize)..]);
        BinaryPrimitives.WriteUInt64BigEndian(input[(4 * WordSize)..], line);
        return Hash256.Keccak(input);
    }

    /// <summary>keccak(line quality, sub-line u256, data).</summary>
    /// <exception cref="ArgumentException">The data is not <see cref="SublineSize"/> bytes.</exception>
    public static Hash256 DataQuality(Hash256 lineQuality, ulong subline, ReadOnlySpan<byte> data)
    {
        CheckSize(data);
        Span<byte> input = stackalloc byte[(2 * WordSize) + SublineSize];
        input.Clear();
        lineQuality.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input[((2 * WordSize) - sizeof(ulong))..], subline);
        data.CopyTo(input[(2 * WordSize)..]);
        return Hash256.Keccak(input);
    }

    /// <summary>The sum of both qualities; null where it does not fit 256 bits, which never wins.</summary>
    public static BigInteger? Quality(Hash256 lineQuality, Hash256 dataQuality)
    {
        BigInteger sum = Integer(lineQuality) + Integer(dataQuality);
        return sum >> 256 == 0 ? sum : null;
    }

    /// <summary>The Merkle root of a sub-line, over four leaves of 256 bytes: a node of the tree of its row.</summary>
    /// <exception cref="ArgumentException">The data is not <see cref="SublineSize"/> bytes.</exception>
    public static Hash256 SublineRoot(ReadOnlySpan<byte> data)
    {
        CheckSize(data);
        Span<byte> nodes = stackalloc byte[SublineSize / LeafSize * WordSize];
        Keccak256.HashMany(data, LeafSize, nodes);
        KeccakMerkleTree.ComputeRoot(nodes, nodes);
        return new Hash256(nodes[..WordSize]);
    }

    private static BigInteger Integer(Hash256 hash) => new(hash.Bytes, isUnsigned: true, isBigEndian: true);

    private static void CheckSize(ReadOnlySpan<byte> data)
    {
        if (data.Length != SublineSize)
        {
            throw new ArgumentException($"A sub-line has {SublineSize} bytes, got {data.Length}.", nameof(data));
        }
    }
}
