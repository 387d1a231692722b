using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Reads segments as they travel. Each is hashed again before it leaves, so that a file that changes under the upload is noticed and never
/// sent in two versions.
/// </summary>
internal static class SegmentReader
{
    /// <summary>Reads segments with their proofs.</summary>
    /// <param name="source">The unit's bytes.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="indices">The segments.</param>
    /// <param name="buffer">Room for all of them; the result lies in it.</param>
    /// <param name="cancellationToken">Stops waiting for the disk.</param>
    /// <exception cref="Chain.ZeroGException"><c>ZgFileChanged</c>, <c>ZgFileUnreadable</c>.</exception>
    public static async Task<SegmentWithProof[]> ReadAsync(
        FileSource source, FileTree tree, IReadOnlyList<long> indices, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        SegmentWithProof[] segments = new SegmentWithProof[indices.Count];
        for (int i = 0; i < segments.Length; i++)
        {
            int length = await source.ReadSegmentAsync(indices[i], buffer, cancellationToken);
            Memory<byte> data = buffer[..length];
            segments[i] = SegmentRoot.Compute(data.Span, indices[i], tree.Padding) == tree.SegmentRoot(indices[i])
                ? new SegmentWithProof(tree.Root, data, indices[i], tree.Proof(indices[i]), source.Size)
                : throw source.Changed();
            buffer = buffer[length..];
        }

        return segments;
    }
}
