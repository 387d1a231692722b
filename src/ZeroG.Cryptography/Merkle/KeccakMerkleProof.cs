using ZeroG.Cryptography.Keccak;

namespace ZeroG.Cryptography.Merkle;

/// <summary>
/// The way from a leaf to the root of a <see cref="KeccakMerkleTree"/>, from the bottom up: the siblings, and on which side the running
/// node stands. A level where the node moves up unchanged leaves no trace.
/// </summary>
/// <param name="siblings">32 bytes for each step; kept, not copied.</param>
/// <param name="path">For each step, whether the running node is the left child.</param>
public sealed class KeccakMerkleProof(ReadOnlyMemory<byte> siblings, IReadOnlyList<bool> path)
{
    private const int NodeSize = KeccakMerkleTree.NodeSize;

    /// <summary>For each step, whether the running node is the left child, so that its sibling stands on the right.</summary>
    public IReadOnlyList<bool> Path { get; } = path;

    /// <summary>The siblings one after another, 32 bytes for each step.</summary>
    public ReadOnlyMemory<byte> Siblings { get; } = siblings.Length == path.Count * NodeSize
        ? siblings
        : throw new ArgumentException($"{path.Count} steps take {NodeSize} bytes each; got {siblings.Length}.", nameof(siblings));

    /// <summary>
    /// The root that this proof gives to a leaf hash of 32 bytes. It proves nothing until it is compared with a root that is trusted.
    /// </summary>
    /// <exception cref="ArgumentException">The leaf is not 32 bytes.</exception>
    public byte[] ComputeRoot(ReadOnlySpan<byte> leaf)
    {
        if (leaf.Length != NodeSize)
        {
            throw new ArgumentException($"A leaf hash is {NodeSize} bytes, got {leaf.Length}.", nameof(leaf));
        }

        Span<byte> pair = stackalloc byte[2 * NodeSize];
        byte[] running = leaf.ToArray();
        ReadOnlySpan<byte> rest = Siblings.Span;
        foreach (bool isLeft in Path)
        {
            running.CopyTo(pair[(isLeft ? 0 : NodeSize)..]);
            rest[..NodeSize].CopyTo(pair[(isLeft ? NodeSize : 0)..]);
            Keccak256.Hash(pair, running);
            rest = rest[NodeSize..];
        }

        return running;
    }
}
