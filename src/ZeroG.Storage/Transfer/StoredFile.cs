using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>A file that can be received: its numbers, and the nodes that have finalized it.</summary>
internal sealed class StoredFile
{
    private StoredFile(Hash256 root, IReadOnlyList<NodeReport> holders)
    {
        Root = root;
        Holders = holders;
        Padding = new FlowPadding(Entry.Size);
    }

    /// <summary>Root of the file.</summary>
    public Hash256 Root { get; }

    /// <summary>Its numbers.</summary>
    public FlowPadding Padding { get; }

    /// <summary>The nodes that have it, each with its own entry: a root may be in the log more than once.</summary>
    public IReadOnlyList<NodeReport> Holders { get; }

    /// <summary>The entry of the first holder.</summary>
    public StorageTransaction Entry => Holders[0].Info!.Transaction;

    /// <summary>Chooses the nodes that can be asked.</summary>
    /// <param name="root">Root of the file.</param>
    /// <param name="reports">What all nodes say of it.</param>
    /// <param name="sizes">Bytes that it can have, by a better word than theirs; null when nobody knows.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileUnknown</c>, <c>ZgFileNotFinalized</c>, <c>ZgSizeMismatch</c>, <c>ZgNodesDisagree</c>, or the failure of the nodes when
    /// none answered.
    /// </exception>
    public static StoredFile From(Hash256 root, IReadOnlyList<NodeReport> reports, IReadOnlyList<long>? sizes = null)
    {
        NodeReport[] known = [.. reports.Where(report => report.Info is not null)];
        if (known.Length == 0)
        {
            throw NodeReport.FileUnknown(root, reports);
        }

        NodeReport[] holders = [.. known.Where(report => report.Info is { Finalized: true, Pruned: false })];
        if (holders.Length == 0)
        {
            throw new ZeroGException(
                "ZgFileNotFinalized", ErrorKind.ResourceUnavailable,
                $"File {root} is in the log, but no node has all of its segments yet "
                + $"({known.Max(report => report.Info!.UploadedSegments)} at most). Finish the upload, or wait.",
                root);
        }

        IEnumerable<string> told = holders.Select(report => $"{report.Node} says {report.Info!.Transaction.Size}");
        if (sizes is not null)
        {
            NodeReport[] others = [.. holders.Where(report => !sizes.Contains(report.Info!.Transaction.Size))];
            holders = others.Length < holders.Length ? [.. holders.Except(others)] : throw SizeMismatch(root, told, sizes);
        }

        long[] found = [.. holders.Select(report => report.Info!.Transaction.Size).Distinct()];
        if (found.Length > 1 || found[0] <= 0)
        {
            // The root does not bind the size within the last sector, so a majority would prove nothing.
            throw new ZeroGException(
                "ZgNodesDisagree", ErrorKind.SecurityError,
                $"The nodes tell different sizes of file {root}: {string.Join(", ", told)}. Name only nodes that you trust.",
                root);
        }

        return new StoredFile(root, holders);
    }

    /// <summary>The failure of nodes that tell a size which the file does not have.</summary>
    public static ZeroGException SizeMismatch(Hash256 root, IEnumerable<string> told, IReadOnlyList<long> sizes) => new(
        "ZgSizeMismatch", ErrorKind.SecurityError,
        $"File {root} was sent with {string.Join(" or ", sizes)} bytes, but {string.Join(", ", told)}. "
            + "Ask other nodes, or check where the size comes from.",
        root);
}
