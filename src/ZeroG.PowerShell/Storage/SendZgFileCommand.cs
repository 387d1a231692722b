using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Wallets;
using ZeroG.Storage.Files;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// Stores files on the network: pays for them, sends their segments with proofs, and waits until the storage nodes have them.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "ZgFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(UploadResult))]
public sealed class SendZgFileCommand : LocalFileCmdlet
{
    private StorageAccess? _storage;
    private FileUpload? _upload;
    private Wallet? _own;
    private string _payer = "";

    /// <summary>The most that the storage fee of each file may be; no limit when omitted.</summary>
    [Parameter]
    public TokenAmount MaxFee
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

    /// <summary>Makes a new entry in the log though the nodes have the file already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Requests in flight to the nodes; 4 when omitted.</summary>
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
    public Uri[] Node { get; set; } = [];

    /// <summary>The indexer that chooses the storage nodes; the network's when omitted.</summary>
    [Parameter]
    [NodeAddress]
    public Uri? Indexer { get; set; }

    protected override string? StopAdvice => "Stopped. The same command goes on where this one ended and pays nothing twice.";

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        Network network = Session.Find(Network);
        _storage = new StorageAccess(network, Node, Indexer, Debug, Session.FeesOf(network));
        Wallet wallet = Wallet is null
            ? Session.RequireWallet()
            : _own = await OpenWalletAsync(Wallet, network, Password, cancellationToken);
        _payer = wallet.ToString();
        NodeSet nodes = await _storage.ForUploadAsync(cancellationToken);
        FlowClient flow = await _storage.OpenFlowAsync(nodes, wallet, cancellationToken);
        Verbose($"Files go to {nodes.Uris}, paid by {_payer}.");
        _upload = new FileUpload(flow, nodes, await _storage.OpenJournalAsync(flow, cancellationToken), new UploadOptions
        {
            Finality = Finality,
            MaxFee = MyInvocation.BoundParameters.ContainsKey(nameof(MaxFee)) ? MaxFee : null,
            SkipIfExists = !Force,
            ThrottleLimit = ThrottleLimit,
            Timeout = Timeout,
        });
    }

    private protected override async Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken)
    {
        StorageCost cost = await _upload!.EstimateAsync(file, cancellationToken);
        if (await ShouldProcessAsync(
            $"{file.Name} ({ByteSize.Format(file.Size)})", $"Store on {cost.Network} for a fee of {cost.Fee}, paid by {_payer}"))
        {
            TransferWatch watch = new(StartProgress($"Sending {file.Name}"), Verbose);
            await EmitAsync(await _upload.SendAsync(file, watch, cancellationToken));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _storage?.Dispose();
            _own?.Dispose();
        }
    }
}
