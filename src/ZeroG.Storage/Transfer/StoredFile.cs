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
    /// <exception cref="ZeroGException">
    /// <c>ZgFileUnknown</c>, <c>ZgFileNotFinalized</c>, <c>ZgNodesDisagree</c>, or the failure of the nodes when none answered.
    /// </exception>
    public static StoredFile From(Hash256 root, IReadOnlyList<NodeReport> reports)
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

        long[] sizes = [.. holders.Select(report => report.Info!.Transaction.Size).Distinct()];
        if (sizes.Length > 1 || sizes[0] <= 0)
        {
            IEnumerable<string> told = holders.Select(report => $"{report.Node} says {report.Info!.Transaction.Size}");
            // The root does not bind the size within the last sector, so a majority would prove nothing.
            throw new ZeroGException(
                "ZgNodesDisagree", ErrorKind.SecurityError,
                $"The nodes tell different sizes of file {root}: {string.Join(", ", told)}. Name only nodes that you trust.",
                root);
        }

        return new StoredFile(root, holders);
    }
}
