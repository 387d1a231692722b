using System.Diagnostics;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Wallets;
using ZeroG.Storage.Manifests;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// Stores files on the network: pays for them, many in one transaction, sends their segments with proofs, and waits until the storage nodes
/// have them.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "ZgFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(UploadResult))]
public sealed partial class SendZgFileCommand : LocalFileCmdlet
{
    // The price is asked for what -WhatIf and -Confirm say; what is paid is asked anew with each transaction.
    private static readonly TimeSpan PriceLife = TimeSpan.FromSeconds(10);

    private StorageAccess? _storage;
    private FlowClient? _flow;
    private NodeSet? _nodes;
    private SubmissionJournal? _journal;
    private FileManifest? _manifest;
    private PipelineStream<UploadEntry>? _stream;
    private CountProgress? _count;
    private string _payer = "";
    private string _chain = "";
    private BigInteger _price;
    private long _priced;

    /// <summary>
    /// A CSV file that lists what was stored: files that it lists and that did not change since are passed over, and each file that is
    /// stored is added at once.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Manifest { get; set; }

    /// <summary>The most that the storage fee of each file may be; no limit when omitted.</summary>
    [Parameter]
    public TokenAmount MaxFee
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>The most per gas that is offered for a transaction that is stuck; five times the first offer when omitted.</summary>
    [Parameter]
    public TokenAmount MaxGasPrice
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>What to wait for; FileFinalized when omitted.</summary>
    [Parameter]
    public FinalityLevel Finality
    {
        get => Kept<FinalityLevel>();
        set => Keep(value);
    }

    /// <summary>Makes new entries in the log though the nodes have the files already, and sends what the manifest lists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The most files that one transaction pays for; 100 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Files above this size are cut into fragments, each with a root of its own; 4 GiB when omitted.</summary>
    [Parameter]
    [ValidateRange(256, 1L << 62)]
    public long FragmentSize { get; set; } = UploadOptions.DefaultFragmentSize;

    /// <summary>How many nodes shall keep each segment, of those that the indexer knows or -Node names; 1 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Replica { get; set; } = 1;

    /// <summary>
    /// Which nodes the indexer takes first: min, those that keep the most; max, those that keep the least; random; or a number of shards
    /// that all of them must have. min when omitted.
    /// </summary>
    [Parameter]
    [ArgumentCompletions(SelectionMethod.Min, SelectionMethod.Max, SelectionMethod.Random)]
    [ValidatePattern("^(min|max|random|[1-9][0-9]{0,9})$")]
    public string Method { get; set; } = SelectionMethod.Min;

    /// <summary>Opaque bytes that the log keeps beside each file, as bytes or 0x and hex digits; none when omitted.</summary>
    [Parameter]
    [HexBytes]
    [ValidateNotNull]
    public byte[] Tag { get; set; } = [];

    /// <summary>Whom the log names as the one who stores the files; the account that pays when omitted.</summary>
    [Parameter]
    public Address Submitter
    {
        get => Kept<Address>();
        set => Keep(value);
    }

    /// <summary>Requests with segments in flight to the nodes; 4 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>How long each wait for others may take; 10 minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The network to send to; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>The wallet that pays; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Wallet { get; set; }

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>Storage nodes to send to; those that the indexer chooses when omitted.</summary>
    [Parameter]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
    public Uri[] Node { get; set; } = [];

    /// <summary>The indexer that chooses the storage nodes; the network's when omitted.</summary>
    [Parameter]
    [NodeAddress]
    public Uri? Indexer { get; set; }

    protected override string? StopAdvice => "Stopped. The same command goes on where this one ended and pays nothing twice.";

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _count = StartCount("Sending files");
        _stream = StartStream<UploadEntry>(capacity: 2 * BatchSize, SendAsync);
    }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        CheckEncryption();
        Network network = Session.Find(Network);
        _storage = new StorageAccess(network, Node, Indexer, Debug, Session.FeesOf(network));
        Wallet wallet = await FindWalletAsync(Wallet, network, Password, cancellationToken) ?? Session.RequireWallet();
        _payer = wallet.ToString();
        await OpenEncryptionAsync(wallet, cancellationToken);
        _nodes = await _storage.ForUploadAsync(Given(nameof(Replica)) ? Replica : null, Method.ToLowerInvariant(), cancellationToken);
        _flow = await _storage.OpenFlowAsync(_nodes, wallet, cancellationToken);
        _journal = await _storage.OpenJournalAsync(_flow, cancellationToken);
        Verbose($"Files go to {_nodes.Uris}, paid by {_payer}.");
        await RefreshPriceAsync(cancellationToken);
        if (Manifest is not null)
        {
            _chain = await _flow.GetLogIdentityAsync(cancellationToken);
            string path = await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Manifest));
            _manifest = FileManifest.Open(path, _chain, _encryption?.Name);
            RemarkOn(_manifest);
        }
    }

    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        _manifest?.Dispose();
        return Task.CompletedTask;
    }

    private protected override void TakeFile(LocalFile file)
    {
        if (file.Path is not null && _manifest?.IsOwn(file.Path) == true)
        {
            WriteVerbose($"'{file.Path}' belongs to the manifest itself, and is passed over.");
        }
        else if (Plan(file) is { } entry)
        {
            _count!.Add(entry.Size);
            Feed(_stream!, entry);
        }
    }

    private protected override void Refuse(string path, ZeroGException failure) =>
        Feed(_stream!, new UploadEntry(path, null, () => throw failure));

    /// <summary>What is to be done with a file; null after a no to -Confirm, and under -WhatIf.</summary>
    private UploadEntry? Plan(LocalFile file)
    {
        (long size, DateTimeOffset? written) = file.Look();
        UploadEntry entry = new(file.Given, file.Path, Encrypted(file.Open), size, written);
        if (size == 0)
        {
            // There is nothing to pay for; opening it says what is wrong.
            return entry;
        }

        if (!Force && written is { } now && _manifest?.Find(file.Path!, size, now) is { } line && IsEnough(line.State))
        {
            return entry with { Done = line.ToResult() };
        }

        StorageCost cost = new(file.Name, file.Path, StoredSize(size), Price(), _flow!.Network, FragmentSize);
        return ShouldProcess(
            $"{file.Name} ({ByteSize.Format(size)})", $"Store on {cost.Network} for a fee of {cost.Fee}, paid by {_payer}{_reader}")
            ? entry
            : null;
    }

    private bool IsEnough(UploadState state) => state != UploadState.Packed || Finality == FinalityLevel.TransactionPacked;

    private async Task SendAsync(IAsyncEnumerable<UploadEntry> entries, CancellationToken cancellationToken)
    {
        BatchUpload upload = new(_flow!, _nodes!, _journal!, new UploadOptions
        {
            Finality = Finality,
            MaxFee = Given(nameof(MaxFee)) ? MaxFee : null,
            MaxGasPrice = Given(nameof(MaxGasPrice)) ? MaxGasPrice : null,
            Submitter = Given(nameof(Submitter)) ? Submitter : null,
            SkipIfExists = !Force,
            BatchSize = BatchSize,
            FragmentSize = FragmentSize,
            Tags = Tag,
            ThrottleLimit = ThrottleLimit,
            Timeout = Timeout,
        });
        TransferLines lines = new(activity => StartProgress(activity, _count!), EndProgress, Verbose, Warn);
        try
        {
            await foreach ((UploadEntry entry, UploadResult? result, ZeroGException? failure) in
                new OrderedUpload(upload).SendAsync(entries, lines, cancellationToken))
            {
                _count!.Finish(entry.Size);
                await (result is null ? ReportAsync(failure!, entry.Given) : KeepAsync(entry, result));
            }
        }
        finally
        {
            foreach (PipelineProgress line in lines.Lines())
            {
                EndProgress(line);
            }
        }
    }

    /// <summary>Writes a file into the manifest and emits it, in this order: what was seen is in the manifest.</summary>
    private async Task KeepAsync(UploadEntry entry, UploadResult result)
    {
        try
        {
            if (entry.Done is null)
            {
                _manifest?.Append(ManifestLine.From(result, entry.Written, _chain) with { Path = entry.Path });
            }
        }
        finally
        {
            await EmitAsync(result);
        }
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private BigInteger Price()
    {
        // A price that cannot be had for the moment is no reason to stop: the last one is near enough for an estimate.
        if (Stopwatch.GetElapsedTime(_priced) > PriceLife && Run(RefreshPriceAsync) is { } failure)
        {
            WriteVerbose($"The price of storage is that of a while ago. {failure.Message}");
            _priced = Stopwatch.GetTimestamp();
        }

        return _price;
    }

    private async Task RefreshPriceAsync(CancellationToken cancellationToken)
    {
        _price = await _flow!.GetPricePerSectorAsync(cancellationToken);
        _priced = Stopwatch.GetTimestamp();
    }

    private void RemarkOn(FileManifest manifest)
    {
        Verbose($"The manifest lists {manifest.Count} files of this chain.");
        if (manifest.TornLine is { } torn)
        {
            Warn(
                $"Line {torn} of '{manifest.Path}' was cut short when an earlier run ended, and is taken out. "
                + "Its file is looked at again.");
        }

        foreach (ManifestFault fault in manifest.Faults)
        {
            Warn($"Line {fault.Line} of '{manifest.Path}' says nothing: {fault.Reason}. Its file is looked at again.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _manifest?.Dispose();
            _storage?.Dispose();
        }
    }
}
