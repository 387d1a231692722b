using System.Diagnostics;
using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Slices;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Storage;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>Encodes local files for data availability: commitment, data root, and slices with proofs.</summary>
[Cmdlet(VerbsData.ConvertTo, "ZgEncodedBlob", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SlicedBlob))]
public sealed class ConvertToZgEncodedBlobCommand : LocalFileCmdlet
{
    private const string Suffix = ".slices";

    private readonly WrittenTargets _written = new();
    private DaParameters? _found;
    private LoadedEncoder? _loaded;
    private string? _destination;

    /// <summary>A folder in which each file gets a folder of its own for its slices; they stay in memory when omitted.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Folder of the parameters, or what New-ZgDaParameter emits; da-parameters in the user's folder when omitted.</summary>
    [Parameter]
    [ByPath]
    [ValidateNotNullOrEmpty]
    public string? ParameterPath { get; set; }

    /// <summary>Overwrites the slices of an earlier encoding.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _destination = Destination is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));
        string? folder = ParameterPath is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, ParameterPath));
        _found = DaParameters.Find(folder);
    }

    private protected override async Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken)
    {
        MatrixShape shape = _found!.Shape;
        if (file.Size > shape.MaxDataSize)
        {
            throw new ZeroGException(
                "ZgBlobTooLarge", ErrorKind.LimitsExceeded,
                $"'{file.Name}' has {file.Size} bytes, and a blob has {shape.MaxDataSize} at most. Split it, or send it with Send-ZgFile.",
                file.Path ?? file.Name);
        }

        string? target = _destination is null ? null : System.IO.Path.Combine(_destination, file.Name + Suffix);
        if (target is not null)
        {
            _written.Check(target);
            SliceFolder.ThrowIfTaken(target, Force);
        }

        if (await ShouldProcessAsync(target ?? file.Name, $"Encode {file.Path ?? file.Name} into {shape.EncodedRows} slices"))
        {
            await EmitAsync(await EncodeAsync(file, target, cancellationToken));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _loaded?.Dispose();
        }
    }

    private async Task<SlicedBlob> EncodeAsync(FileSource file, string? target, CancellationToken cancellationToken)
    {
        PipelineProgress line = StartProgress($"Encoding {file.Name}");
        _loaded ??= await _found!.LoadEncoderAsync(line, Warn, cancellationToken);

        byte[] data = new byte[file.Size];
        await file.ReadAsync(0, data, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        EncodedBlob encoded = _loaded.Encoder.Encode(data, DaParameters.ReportEncoding(line), cancellationToken);
        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        file.ThrowIfChanged();
        Verbose($"'{file.Name}' was encoded in {duration.TotalSeconds:0.0} s; its data root is {encoded.DataRoot}.");

        SlicedBlob blob = SlicedBlob.InMemory(encoded, file.Name, file.Size, file.Path, duration);
        if (target is null)
        {
            return blob;
        }

        new DownloadTarget(_destination!, file.Name).MakeFolder();
        long total = (long)encoded.Shape.EncodedRows * encoded.SliceSize;
        SlicedBlob written = SliceFolder.Write(target, blob, Force, line.Bytes("Writing slices", total), cancellationToken);
        _written.Add(target);
        return written;
    }
}
