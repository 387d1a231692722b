using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Slices;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>
/// A cmdlet over slices, which come as files, as folders of them, or as what ConvertTo-ZgEncodedBlob emits. What they should belong to is
/// said by -Root and -Commitment, else by what came with them.
/// </summary>
public abstract class SliceCmdlet : ZgCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string SliceSet = "InputObject";

    // A folder that does not say its shape has one of those that the official encoder knows.
    private static readonly IReadOnlyList<MatrixShape> KnownShapes = [MatrixShape.Production, MatrixShape.Small];

    /// <summary>Folders of slices or, where a cmdlet takes them one by one, files with a slice; wildcards allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The same, taken as they are written; objects of Get-ChildItem bind here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Slices, or encoded blobs, as ConvertTo-ZgEncodedBlob emits them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SliceSet)]
    [Slices]
    [ValidateNotNull]
    public BlobSlice[] InputObject
    {
        get => Kept<BlobSlice[]>() ?? [];
        set => Keep(value);
    }

    /// <summary>The data root that the slices have to belong to; what came with them when omitted.</summary>
    [Parameter]
    [Alias("RootHash", "DataRoot")]
    [ByValue]
    public Hash256? Root
    {
        get => Kept<Hash256?>();
        set => Keep(value);
    }

    /// <summary>The erasure commitment that the slices have to belong to; what came with them when omitted.</summary>
    [Parameter]
    [ByValue]
    public ErasureCommitment? Commitment
    {
        get => Kept<ErasureCommitment?>();
        set => Keep(value);
    }

    /// <summary>Paths that the item of the pipeline names; a failure to find one is reported, and the others go on.</summary>
    /// <returns>True when each path led somewhere and nothing failed.</returns>
    private protected async Task<bool> ForEachPathAsync(Func<string, Task> body)
    {
        bool literal = ParameterSetName == LiteralPathSet;
        bool all = true;
        foreach (string path in literal ? LiteralPath : Path)
        {
            int open = 1;
            await TryItemAsync(path, async () =>
            {
                IReadOnlyList<string> found = await AskAsync(() => literal
                    ? [FilePaths.ResolveLiteral(SessionState.Path, path)]
                    : FilePaths.ResolveAny(SessionState.Path, path));
                open = Math.Max(found.Count, 1);
                foreach (string one in found)
                {
                    await TryItemAsync(one, async () =>
                    {
                        await body(one);
                        open--;
                    });
                }
            });
            all &= open == 0;
        }

        return all;
    }

    /// <summary>The blob that a slice has to belong to.</summary>
    /// <exception cref="ZeroGException"><c>ZgSliceOfUnknownBlob</c>: nobody said it.</exception>
    private protected BlobDescription BlobOf(BlobSlice slice)
    {
        BlobDescription? told = slice.BelongsTo;
        if (told is not null)
        {
            return Root is null && Commitment is null
                ? told
                : told with { Root = Root ?? told.Root, Commitment = Commitment ?? told.Commitment };
        }

        if (Root is not { } root || Commitment is not { } commitment)
        {
            throw new ZeroGException(
                "ZgSliceOfUnknownBlob", ErrorKind.InvalidArgument,
                $"Nothing says which blob '{slice}' belongs to: there is no blob.json beside it. Give -Root and -Commitment.", slice.Path);
        }

        int length = slice.ToArray().Length;
        MatrixShape shape = KnownShapes.FirstOrDefault(known => known.SliceSize == length, MatrixShape.Production);
        return new BlobDescription(root.ToString(), 0, root, commitment, shape);
    }
}
