using System.Management.Automation;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Slices;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>Tests slices against the commitment and the data root of their blob.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZgDaSlice", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestZgDaSliceCommand : SliceCmdlet
{
    // Equations of so many slices are checked as one; more would save little, and 18 MB of slices are enough to hold.
    private const int BatchSize = 512;

    private readonly List<BlobSlice> _waiting = [];
    private BlobDescription? _blob;
    private SliceVerifier? _verifier;
    private VerifierParameters? _parameters;
    private string? _folder;
    private bool _any;
    private bool _all = true;

    /// <summary>Folder of the parameters, or what New-ZgDaParameter emits; da-parameters in the user's folder when omitted.</summary>
    [Parameter]
    [ByPath]
    [ValidateNotNullOrEmpty]
    public string? ParameterPath { get; set; }

    /// <summary>Emits one Boolean for all slices together: true when there were some, and all of them could be tested and passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _folder = ParameterPath is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, ParameterPath));
        _ = DaParameters.Find(_folder);
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        bool taken = false;
        try
        {
            taken = ParameterSetName == SliceSet
                ? await TakeAsync(InputObject, cancellationToken)
                : await ForEachPathAsync(path => TakeAsync(
                    Directory.Exists(path) ? SliceFolder.Open(path).Slices : [SliceFolder.OpenSlice(path)], cancellationToken));
        }
        finally
        {
            _all &= taken;
        }
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        await TestAsync(cancellationToken);
        if (Quiet)
        {
            await EmitAsync(_any && _all);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _parameters?.Dispose();
        }
    }

    private async Task<bool> TakeAsync(IReadOnlyList<BlobSlice> slices, CancellationToken cancellationToken)
    {
        foreach (BlobSlice slice in slices)
        {
            BlobDescription blob = BlobOf(slice);
            if (blob != _blob)
            {
                // Here and not with the batch, so that it is an error of this slice and not of the one that comes after it.
                _ = DaParameters.Find(_folder, blob.Shape);
                await TestAsync(cancellationToken);
                _blob = blob;
            }
            else if (_waiting.Count == BatchSize)
            {
                await TestAsync(cancellationToken);
            }

            _waiting.Add(slice);
        }

        return true;
    }

    private async Task TestAsync(CancellationToken cancellationToken)
    {
        BlobSlice[] batch = [.. _waiting];
        _waiting.Clear();
        if (batch.Length == 0)
        {
            return;
        }

        SliceVerifier verifier = await VerifierAsync(_blob!.Shape, cancellationToken);
        SliceExamination examination = SliceExamination.Of(batch, _blob, verifier, cancellationToken);
        foreach ((BlobSlice slice, string? failure) in examination.Outcomes)
        {
            _any = true;
            _all &= failure is null;
            if (!Quiet)
            {
                string detail = failure ?? $"It belongs to the blob with the root {_blob.Root.ToShortString()}.";
                await EmitAsync(new CheckResult(
                    slice.Index >= 0 ? $"Slice {slice.Index}" : System.IO.Path.GetFileName(slice.ToString()), failure is null, detail,
                    (object?)slice.Path ?? slice));
            }
        }
    }

    private async Task<SliceVerifier> VerifierAsync(MatrixShape shape, CancellationToken cancellationToken)
    {
        if (_verifier?.Shape != shape)
        {
            DaParameters found = DaParameters.Find(_folder, shape);
            // Nothing may look into what is let go of, also when the other cannot be loaded.
            _verifier = null;
            _parameters?.Dispose();
            _parameters = await found.LoadVerifierAsync(StartProgress("Loading parameters"), Warn, cancellationToken);
            _verifier = new SliceVerifier(_parameters);
        }

        return _verifier;
    }
}
