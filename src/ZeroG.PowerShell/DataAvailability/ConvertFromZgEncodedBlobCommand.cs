using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.DataAvailability.Slices;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Storage;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>Brings files back from slices: any third of them is enough.</summary>
[Cmdlet(VerbsData.ConvertFrom, "ZgEncodedBlob", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(DecodedBlob))]
public sealed class ConvertFromZgEncodedBlobCommand : SliceCmdlet
{
    // So many wrong slices are named each in a warning of its own.
    private const int NamedSlices = 10;

    private readonly Dictionary<Hash256, List<BlobSlice>> _pieces = [];
    private readonly WrittenTargets _written = new();
    private string _destination = "";

    /// <summary>A file name, or a folder in which the file keeps its name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Overwrites a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken) =>
        _destination = await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == SliceSet)
        {
            // Slices may come one by one: those of one root are one blob.
            foreach (BlobSlice slice in InputObject)
            {
                Hash256 root = BlobOf(slice).Root;
                (_pieces.TryGetValue(root, out List<BlobSlice>? slices) ? slices : _pieces[root] = []).Add(slice);
            }

            return;
        }

        await ForEachPathAsync(path => RecoverAsync(SliceFolder.Open(path).Slices, path, cancellationToken));
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach ((Hash256 root, List<BlobSlice> slices) in _pieces)
        {
            await TryItemAsync(root, () => RecoverAsync(slices, root.ToString(), cancellationToken));
        }
    }

    private async Task RecoverAsync(IReadOnlyList<BlobSlice> slices, string what, CancellationToken cancellationToken)
    {
        BlobDescription blob = BlobOf(slices[0]);
        DownloadTarget target = DownloadTarget.Find(
            _destination, DownloadTarget.IsFolderText(Destination), blob.Name, MyInvocation.ExpectingInput, blob.Root);
        _written.Check(target.Path);
        if (Directory.Exists(target.Path) || (!Force && File.Exists(target.Path)))
        {
            throw NewFile.TargetExists(target.Path);
        }

        if (!await ShouldProcessAsync(target.Path, $"Recover {blob.Name} from {slices.Count} slices"))
        {
            return;
        }

        PipelineProgress line = StartProgress($"Recovering {blob.Name}");
        BlobRestoration restored = BlobRestoration.From(slices, blob, step => line.Report(step, 0, 0), cancellationToken);
        foreach ((BlobSlice slice, string failure) in restored.PassedOver.Take(NamedSlices))
        {
            Warn($"'{slice}' was passed over: {failure}");
        }

        if (restored.PassedOver.Count > NamedSlices)
        {
            Warn($"{restored.PassedOver.Count - NamedSlices} more slices of '{what}' were passed over. Test-ZgDaSlice names all of them.");
        }

        target.MakeFolder();
        await using (NewFile file = NewFile.Create(target.Path, Force))
        {
            await file.WriteAsync(restored.Data, cancellationToken);
            file.Keep();
        }

        _written.Add(target.Path);

        await EmitAsync(new DecodedBlob(
            target.Name, target.Path, restored.Data.Length, blob.Root, blob.Commitment, restored.SliceCount, restored.PassedOver.Count));
    }
}
