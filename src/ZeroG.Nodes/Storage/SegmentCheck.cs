using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// What the node refuses of an uploaded segment: a column of checks in the order, with the codes and in the words that other clients rely
/// on (storage specification sections 3.3 and 3.4; official node, rpc_helper.rs and types.rs).
/// </summary>
internal static class SegmentCheck
{
    /// <summary>Why a segment is refused; null when it may be stored.</summary>
    /// <param name="segment">As it came.</param>
    /// <param name="transaction">The submission it belongs to; null when the chain has not told of one yet.</param>
    /// <param name="status">What became of that file on this node.</param>
    /// <param name="isPooled">
    /// Whether segments of the file wait in the pool for their submission, which skips the checks against it.
    /// </param>
    /// <param name="largestPooled">Bytes of the largest file that may come without a submission.</param>
    public static JsonRpcException? FindFault(
        SegmentWithProof segment, FlowTransaction? transaction, FileStatus? status, bool isPooled,
        long largestPooled = UploadLimits.DefaultPooledFileSize) =>
        FindSizeFault(segment.Data.Span)
        ?? (transaction is not null && transaction.Root != segment.Root ? StorageRefusal.Internal("data root and tx seq not match") : null)
        ?? (isPooled ? null : FindSubmissionFault(segment, transaction, status, largestPooled))
        ?? FindPlaceFault(segment)
        ?? FindProofFault(segment);

    // Section 3.3, step 1.
    private static JsonRpcException? FindSizeFault(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? StorageRefusal.Other("data is empty")
        : data.Length % FlowPadding.SectorSize != 0 ? StorageRefusal.Other("invalid data length")
        : null;

    // Step 3.
    private static JsonRpcException? FindSubmissionFault(
        SegmentWithProof segment, FlowTransaction? transaction, FileStatus? status, long largestPooled)
    {
        if (transaction is null)
        {
            return segment.FileSize > largestPooled
                ? StorageRefusal.Parameter("file_size", "caching of large file when tx is unavailable is not supported")
                : null;
        }

        return transaction.Size != segment.FileSize
            ? StorageRefusal.Parameter("file_size", "segment file size not matched with tx file size")
            : status == FileStatus.Finalized ? StorageRefusal.Parameter("root", StorageRefusal.AlreadyFinalized)
            : status == FileStatus.Pruned ? StorageRefusal.Parameter("root", "already pruned")
            : null;
    }

    // Step 4, the place in the file.
    private static JsonRpcException? FindPlaceFault(SegmentWithProof segment)
    {
        if (segment.FileSize == 0)
        {
            return StorageRefusal.Parameter("file_size", "file is empty");
        }

        if (segment.FileSize > FlowPadding.MaxFileSize)
        {
            return StorageRefusal.Parameter("file_size", "file is too large");
        }

        FlowPadding padding = new(segment.FileSize);
        return segment.Index >= padding.Segments ? StorageRefusal.Parameter("index", "index out of bound")
            : segment.Data.Length != padding.WireLength(segment.Index) ? StorageRefusal.Parameter("data", "invalid data length")
            : null;
    }

    // Step 4, the proof: form, position, hashes, root, data, padding.
    private static JsonRpcException? FindProofFault(SegmentWithProof segment)
    {
        FlowPadding padding = new(segment.FileSize);
        FileProof proof = segment.Proof;
        if (proof.Path.Count == 0 ? proof.Lemma.Count != 1 : proof.Lemma.Count != proof.Path.Count + 2)
        {
            return StorageRefusal.Parameter("proof", "invalid proof");
        }

        if (!proof.TryGetPosition(padding.PaddedSegments, out long position))
        {
            string fault = FitsDeeperTree(proof, padding.PaddedSegments) ? "short" : "long";
            string path = string.Join(", ", proof.Path.Select(left => left ? "true" : "false"));
            return StorageRefusal.Other($"Proof path too {fault} for a tree size: path=[{path}], size={padding.PaddedSegments}");
        }

        if (position != segment.Index)
        {
            return StorageRefusal.Other($"wrong position: proof_pos={position} provided={segment.Index}");
        }

        if (proof.FindFault(proof.Lemma[^1], proof.Lemma[0], position, padding.PaddedSegments) is not null)
        {
            return StorageRefusal.Parameter("proof", "validation failed");
        }

        if (proof.Lemma[^1] != segment.Root)
        {
            return StorageRefusal.Other($"root mismatch, proof_root={proof.Lemma[^1]} provided={segment.Root}");
        }

        Hash256 leaf = SegmentRoot.Compute(segment.Data.Span, segment.Index, padding);
        return proof.Lemma[0] != leaf ? StorageRefusal.Other($"data hash mismatch: leaf_hash={leaf} proof_item={proof.Lemma[0]}")
            : !proof.HasEmptyPadding(padding.Segments, padding.PaddedSegments)
                ? StorageRefusal.Parameter("proof", "invalid proof node value in the padding range")
            : null;
    }

    // A path that ends above a leaf is too short; one that goes on below a leaf is too long.
    private static bool FitsDeeperTree(FileProof proof, long leaves)
    {
        for (int level = proof.Path.Count - 1; level >= 0; level--)
        {
            if (leaves <= 1)
            {
                return false;
            }

            long left = (long)(BitOperations.RoundUpToPowerOf2((ulong)leaves) / 2);
            leaves = proof.Path[level] ? left : leaves - left;
        }

        return true;
    }
}
