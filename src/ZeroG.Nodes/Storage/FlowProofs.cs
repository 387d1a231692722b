using System.Buffers;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// Proofs of single sectors against the flow (storage specification section 1.6), put together from three parts: within a segment from its
/// data, from there to the submitted subtree from the segment's own proof, and above from the flow tree.
/// </summary>
internal sealed class FlowProofs(FlowStore store)
{
    /// <summary>The proof of a sector.</summary>
    /// <param name="sector">Its index in the flow.</param>
    /// <param name="flowRoot">Root of the flow after some submission; null for the present one.</param>
    /// <exception cref="JsonRpcException">No such root or sector, or its data is not on this node.</exception>
    public FlowProof Sector(long sector, Hash256? flowRoot)
    {
        long length = flowRoot is { } root
            ? store.Submissions.LengthAt(root) ?? throw StorageRefusal.Other($"old root unavailable, root={root}")
            : store.Submissions.Context.Length;
        if (sector >= length)
        {
            throw StorageRefusal.Other($"sector index out of bound: index={sector} flow length={length}");
        }

        List<Hash256> lemma = [];
        int subtreeHeight = store.Submissions.Read(tree => tree.SubtreeHeightAt(sector));
        if (store.Submissions.FindAt(sector) is { } transaction)
        {
            AddSubmitted(lemma, transaction, sector, subtreeHeight);
        }
        else
        {
            AddGap(lemma, sector, subtreeHeight);
        }

        int height = FlowTree.HeightOf(length);
        lemma.AddRange(store.Submissions.Read(tree => Enumerable.Range(subtreeHeight, height - subtreeHeight)
            .Select(level => tree.NodeAt(level, (sector >> level) ^ 1, length))
            .Append(tree.RootAt(length))
            .ToArray()));
        bool[] path = [.. Enumerable.Range(0, height).Select(level => ((sector >> level) & 1) == 0)];
        FlowProof proof = new(lemma, path);

        // A reorganisation between the parts would make a proof that does not hold; such a one is not given out.
        return proof.FindFault(lemma[^1], lemma[0], sector) is null
            ? proof
            : throw StorageRefusal.Other("the flow has changed, please try again");
    }

    /// <summary>
    /// Root of a whole segment of the flow; null when it lies within a submitted subtree and its data is not on this node.
    /// </summary>
    /// <exception cref="JsonRpcException">The flow has no such segment.</exception>
    public Hash256? SegmentRootAt(long flowSegment)
    {
        long first = flowSegment * FlowPadding.SectorsPerSegment;
        long length = store.Submissions.Context.Length;
        if (flowSegment > length / FlowPadding.SectorsPerSegment || first >= length)
        {
            throw StorageRefusal.Other($"node hash not found at index {flowSegment}");
        }

        if (store.Submissions.Read(tree => tree.SubtreeHeightAt(first)) <= FlowPadding.SegmentHeight)
        {
            return store.Submissions.Read(tree => tree.NodeAt(FlowPadding.SegmentHeight, flowSegment, length));
        }

        return store.Submissions.FindAt(first) is not { } transaction ? ZeroSubtree.Root(FlowPadding.SegmentHeight)
            : ProofAt(transaction, first) is { } proof ? proof.Lemma[0]
            : null;
    }

    private static void AddGap(List<Hash256> lemma, long sector, int subtreeHeight)
    {
        // Leaf 0 is no sector but 32 zero bytes.
        lemma.Add(sector == 0 ? Hash256.Zero : ZeroSubtree.Sector);
        for (int level = 0; level < subtreeHeight; level++)
        {
            lemma.Add(ZeroSubtree.Root(level));
        }
    }

    private void AddSubmitted(List<Hash256> lemma, FlowTransaction transaction, long sector, int subtreeHeight)
    {
        int blockHeight = Math.Min(subtreeHeight, FlowPadding.SegmentHeight);
        long blockStart = sector >> blockHeight << blockHeight;
        AddBlock(lemma, transaction, blockStart, sector, 1 << blockHeight);
        if (subtreeHeight > FlowPadding.SegmentHeight)
        {
            FileProof proof = ProofAt(transaction, sector) ?? throw Missing(sector);
            lemma.AddRange(proof.Lemma.Skip(1).Take(subtreeHeight - FlowPadding.SegmentHeight));
        }
    }

    private void AddBlock(List<Hash256> lemma, FlowTransaction transaction, long blockStart, long sector, int count)
    {
        long first = blockStart - transaction.StartSector;
        int real = (int)Math.Clamp(transaction.Padding.Sectors - first, 0, count);
        byte[] data = ArrayPool<byte>.Shared.Rent(count * FlowPadding.SectorSize);
        byte[] hashes = ArrayPool<byte>.Shared.Rent(count * Keccak256.HashSize);
        try
        {
            Span<byte> sectors = data.AsSpan(0, count * FlowPadding.SectorSize);
            if (real > 0 && !store.TryRead(transaction, first, sectors[..(real * FlowPadding.SectorSize)]))
            {
                throw Missing(sector);
            }

            sectors[(real * FlowPadding.SectorSize)..].Clear();
            Span<byte> leaves = hashes.AsSpan(0, count * Keccak256.HashSize);
            Keccak256.HashMany(sectors, FlowPadding.SectorSize, leaves);
            int within = (int)(sector - blockStart);
            lemma.Add(new Hash256(leaves.Slice(within * Keccak256.HashSize, Keccak256.HashSize)));
            ReadOnlySpan<byte> siblings = KeccakMerkleTree.FromLeaves(leaves).Proof(within).Siblings.Span;
            for (int at = 0; at < siblings.Length; at += Keccak256.HashSize)
            {
                lemma.Add(new Hash256(siblings.Slice(at, Keccak256.HashSize)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(data);
            ArrayPool<byte>.Shared.Return(hashes);
        }
    }

    private FileProof? ProofAt(FlowTransaction transaction, long sector) =>
        store.GetProof(transaction, (sector - transaction.StartSector) / FlowPadding.SectorsPerSegment) is { } bytes
            ? StoredProof.FromBytes(bytes)
            : null;

    private static JsonRpcException Missing(long sector) => StorageRefusal.Other($"sector data is not available: index={sector}");
}
