using System.Management.Automation;
using System.Numerics;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.Storage.Files;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Says what it would cost to store files or sizes, before anything is paid.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ZgStorageCost", DefaultParameterSetName = PathSet)]
[OutputType(typeof(StorageCost))]
public sealed class MeasureZgStorageCostCommand : LocalFileCmdlet
{
    private const string SizeSet = "Size";

    private StorageAccess? _storage;
    private FlowClient? _flow;

    /// <summary>Sizes in bytes instead of files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SizeSet)]
    [ValidateRange(1, FlowPadding.MaxFileSize)]
    public long[] Size { get; set; } = [];

    /// <summary>Files above this size count as the fragments that Send-ZgFile cuts them into; 4 GiB when omitted.</summary>
    [Parameter]
    [ValidateRange(256, 1L << 62)]
    public long FragmentSize { get; set; } = UploadOptions.DefaultFragmentSize;

    /// <summary>The network to ask; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _storage = new StorageAccess(Session.Find(Network), [], indexer: null, Debug);
        _flow = await _storage.OpenFlowAsync(known: null, wallet: null, cancellationToken);
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName != SizeSet)
        {
            base.ProcessRecord();
            return;
        }

        foreach (long size in Size)
        {
            RunItem(size, cancellationToken => EmitCostAsync(ByteSize.Format(size), path: null, size, cancellationToken));
        }
    }

    private protected override Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken) =>
        EmitCostAsync(file.Name, file.Path, file.Size, cancellationToken);

    private async Task EmitCostAsync(string name, string? path, long size, CancellationToken cancellationToken)
    {
        BigInteger price = await _flow!.GetPricePerSectorAsync(cancellationToken);
        await EmitAsync(new StorageCost(name, path, size, price, _flow.Network, FragmentSize));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _storage?.Dispose();
        }
    }
}
