using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Fetches files by their roots and proves that they are whole before they get their names.</summary>
[Cmdlet(VerbsCommunications.Receive, "ZgFile", DefaultParameterSetName = RootSet, SupportsShouldProcess = true)]
[OutputType(typeof(DownloadResult), typeof(byte[]), typeof(string))]
public sealed partial class ReceiveZgFileCommand : RootCmdlet
{
    private const string FragmentSet = "Fragment";

    private readonly Dictionary<string, DownloadItem> _taken = new(StringComparer.OrdinalIgnoreCase);
    private PipelineStream<DownloadItem>? _stream;
    private CountProgress? _count;
    private string _destination = "";
    private string? _base;

    /// <summary>The roots of one file's fragments, in the order of the file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FragmentSet)]
    [ValidateNotNullOrEmpty]
    public string[] Fragment { get; set; } = [];

    /// <summary>First byte to receive; the file's first when omitted.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Offset { get; set; }

    /// <summary>Bytes to receive; all up to the end of the file when omitted.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long Length { get; set; }

    /// <summary>A folder or a file name; the current location when omitted.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The name of the file in a folder; the root when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Where the file lay when it was sent, usually by the pipeline; tells states of one file from different files.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Path { get; set; }

    /// <summary>
    /// Bytes of the file when it was sent, usually by the pipeline: nodes that tell another size are not asked. The nodes' word when
    /// omitted.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public long? Size { get; set; }

    /// <summary>
    /// The folder below which the files lay when they were sent: they are put below -Destination as they lay below it. Only names are kept
    /// when omitted.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BasePath { get; set; }

    /// <summary>Overwrites a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Fetches segments without their proofs; the root of the whole is verified all the same.</summary>
    [Parameter]
    public SwitchParameter SkipProof { get; set; }

    /// <summary>Files in flight; 8 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    protected override string? StopAdvice => "Stopped. The same command goes on where this one ended.";

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IntoPipeline)
        {
            return;
        }

        _count = StartCount("Receiving files");
        _stream = StartStream<DownloadItem>(
            ThrottleLimit, (items, stopping) => InOrder.RunAsync(items, ThrottleLimit, ReceiveAsync, FinishAsync, stopping));
    }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        CheckOutput();
        _destination = await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));
        _base = BasePath is null or ['/' or '\\', ..] or [_, ':', ..]
            ? BasePath
            : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, BasePath));
        await OpenKeysAsync(cancellationToken);
        await base.BeginAsync(cancellationToken);
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == FragmentSet)
        {
            TakeRoot(new StorageRoot(Fragment[0]));
        }
        else
        {
            base.ProcessRecord();
        }
    }

    private protected override void TakeRoot(StorageRoot root)
    {
        if (IntoPipeline)
        {
            TakeContent(root);
            return;
        }

        DownloadItem item;
        try
        {
            IReadOnlyList<Hash256> roots = RootsOf(root);
            Hash256 hash = roots[0];
            DownloadTarget target = _base is not null ? DownloadTarget.Below(_destination, _base, Path) : DownloadTarget.Find(
                _destination, DownloadTarget.IsFolderText(Destination), Name, nameFromPipeline: MyInvocation.ExpectingInput, hash);
            if (!ShouldProcess(target.Path, $"Receive {hash}"))
            {
                return;
            }

            item = new DownloadItem(root, roots, target, Path, _taken.GetValueOrDefault(target.Path)) { Options = Options(hash) };
            _taken[target.Path] = item;
        }
        catch (ZeroGException failure)
        {
            item = new DownloadItem(root, failure);
        }

        _count!.Add(0);
        Feed(_stream!, item);
    }

    private async Task<DownloadResult> ReceiveAsync(DownloadItem item, CancellationToken cancellationToken)
    {
        DownloadTarget target = item.Target ?? throw item.Failure!;
        bool written = false;
        PipelineProgress line = StartProgress($"Receiving {target.Name}", _count!);
        try
        {
            bool replaces = await item.WaitForEarlierAsync(cancellationToken);
            target.MakeFolder();
            DownloadOptions options = item.Options with { Force = Force || replaces };
            TransferWatch watch = new(line, Verbose, Warn);
            DownloadResult result = await new FileDownload(Nodes, options).ReceiveAsync(item.Roots, target.Path, watch, cancellationToken);
            written = true;
            return result;
        }
        finally
        {
            EndProgress(line);
            item.End(written);
        }
    }

    private async Task FinishAsync(DownloadItem item, Task<DownloadResult> outcome)
    {
        DownloadResult result;
        try
        {
            result = await outcome;
        }
        catch (Exception failure) when (!Cancelled.IsCancellationRequested)
        {
            _count!.Finish(0);
            await ReportAsync(failure, item.Given.ToString());
            return;
        }

        _count!.Finish(result.Size);
        await EmitAsync(result);
    }

    /// <summary>The fragments that were given or came with a root, or the root alone.</summary>
    private IReadOnlyList<Hash256> RootsOf(StorageRoot root) =>
        ParameterSetName == FragmentSet && ReadRoots(Fragment) is { Count: > 0 } fragments ? fragments : FragmentsOf(root);

    private DownloadOptions Options(Hash256 root)
    {
        DownloadOptions options = new()
        {
            WithProof = !SkipProof,
            Decryption = KeysFor(root),
            Range = Given(nameof(Offset)) || Given(nameof(Length)) ? new ByteRange(Offset, Given(nameof(Length)) ? Length : null) : null,
        };
        return Size is > 0 and var size ? options.ForSize(size, Encryption) : options;
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
