using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>What is paid, sent and finalized as one: a whole file, or a fragment of a large one.</summary>
/// <param name="Item">The file.</param>
/// <param name="Name">Its name, for details.</param>
/// <param name="WholeSize">Bytes of the whole file.</param>
/// <param name="Offset">Where the unit begins in the file.</param>
/// <param name="Size">Bytes of the unit.</param>
internal sealed record UploadUnit(UploadItem Item, string Name, long WholeSize, long Offset, long Size)
{
    /// <summary>Opens the unit's bytes. Disposing the result closes the file.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgFileChanged</c>: the file has another size now.</exception>
    public OpenUnit Open()
    {
        FileSource whole = Item.Open();
        if (whole.Size == WholeSize)
        {
            return new OpenUnit(whole, Size == WholeSize ? whole : whole.Slice(Offset, Size));
        }

        using (whole)
        {
            throw whole.Changed();
        }
    }

    /// <summary>What the submission of this unit is about.</summary>
    public static SubmittedFile FileOf(FileTree tree) => new(tree.Root, tree.Padding.Size);
}
