using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Transactions;

/// <summary>Pays tokens to accounts, each payment with a reference once however often the command runs.</summary>
[Cmdlet(VerbsCommunications.Send, "ZgToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TransactionStatus))]
public sealed class SendZgTokenCommand : ZgCmdlet
{
    // Of one account's waiting transactions go-ethereum keeps this many whatever comes (txpool.accountslots).
    private const int UsualInFlight = 16;

    private ChainAccess? _chain;
    private TokenTransfer? _transfer;
    private Network? _network;
    private string _payer = "";
    private int _withoutReference;
    private PipelineStream<SentOrder>? _confirmations;
    private SentOrder? _sent;

    /// <summary>The account that gets the tokens.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Address", "To")]
    [ValidateNotNull]
    [ByValue]
    public GivenAddress Recipient { get; set; } = null!;

    /// <summary>How much: <c>1.5</c> is 1.5 0G; also <c>'250 gwei'</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Amount]
    public TokenAmount Amount
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>
    /// Names the payment, for example an invoice number. A payment with a reference is made once: given again, it is looked up.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrWhiteSpace]
    [ValidateLength(1, TransactionJournal.LongestReference)]
    public string? Reference { get; set; }

    /// <summary>The most that the fee of each payment may be; no limit when omitted.</summary>
    [Parameter]
    public TokenAmount MaxFee
    {
        get => Kept<TokenAmount>();
        set => Keep(value);
    }

    /// <summary>The network to pay on; the session's when omitted.</summary>
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

    /// <summary>Emits each payment when a node has it, before it is in a block.</summary>
    [Parameter]
    public SwitchParameter SkipWait { get; set; }

    /// <summary>Payments of a list that may wait for their block at once; 16 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = UsualInFlight;

    /// <summary>How long to wait for the block of each payment; 2 minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    protected override object? CurrentItem => Reference ?? Recipient?.ToString();

    protected override string? StopAdvice =>
        "Stopped. The same command goes on where this one ended; payments with a reference are not made twice, others are.";

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _confirmations = StartStream<SentOrder>(ThrottleLimit, ConfirmAsync);
    }

    /// <summary>Sends one payment after the other, and lets them wait for their blocks together.</summary>
    protected override void ProcessRecord()
    {
        _sent = null;
        RunItem(CurrentItem, ProcessAsync);
        if (_sent is not null)
        {
            Feed(_confirmations!, _sent);
        }
    }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _network = Session.Find(Network);
        Wallet wallet = await FindWalletAsync(Wallet, _network, Password, cancellationToken) ?? Session.RequireWallet();
        _payer = wallet.ToString();
        _chain = new ChainAccess(Debug);
        _transfer = await _chain.OpenTransferAsync(_network, wallet, Session.FeesOf(_network), cancellationToken);
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Reference is null && MyInvocation.ExpectingInput && ++_withoutReference == 2)
        {
            Warn("Payments without a reference are made again when this command runs again. Give each one a property Reference or Id.");
        }

        TokenAmount? maxFee = MyInvocation.BoundParameters.ContainsKey(nameof(MaxFee)) ? MaxFee : null;
        TokenOrder order = new(Recipient.Read(), Amount, maxFee, Reference);
        if (!await ShouldProcessAsync($"{Amount} to {order.Recipient}", await DescribeAsync(order, cancellationToken)))
        {
            return;
        }

        PipelineProgress progress = StartProgress($"Paying {order.Recipient}");
        progress.Report("Sending", 0, 0);
        SentTransfer sent = await _transfer!.SendAsync(order, cancellationToken);
        Verbose($"Transaction {sent.Transaction.Hash} (nonce {sent.Transaction.Nonce}) pays {Amount} to {order.Recipient}"
            + $"{(sent.AlreadySent ? "; it was sent earlier" : "")}.");
        _sent = new SentOrder(CurrentItem, sent, Reference);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _chain?.Dispose();
        }
    }

    /// <summary>Payments are mined in the order of their nonces, so waiting for one after the other waits for all at once.</summary>
    private async Task ConfirmAsync(IAsyncEnumerable<SentOrder> payments, CancellationToken cancellationToken)
    {
        await foreach (SentOrder payment in payments.WithCancellation(cancellationToken))
        {
            PipelineProgress line = new(this, $"Waiting for {payment.Transfer.Transaction.Hash.ToShortString()}");
            line.Report("Confirming", 0, 0);
            try
            {
                TransactionStatus status = SkipWait
                    ? TransactionStatus.Of(payment.Transfer.Transaction, _network!.Name) with { AlreadySent = payment.Transfer.AlreadySent }
                    : await _transfer!.WaitAsync(payment.Transfer, Timeout, cancellationToken);
                await EmitAsync(status with { Reference = payment.Reference });
            }
            catch (ZeroGException failure)
            {
                await ReportAsync(failure, payment.Item);
            }
            finally
            {
                EndProgress(line);
            }
        }
    }

    private async Task<string> DescribeAsync(TokenOrder order, CancellationToken cancellationToken)
    {
        if (_transfer!.FindEarlier(order) is { } earlier)
        {
            return $"Look up or send again what was signed as '{order.Reference}', transaction {earlier.Hash}, from {_payer}";
        }

        TransactionQuote quote = await _transfer.QuoteAsync(order, cancellationToken);
        return $"Pay on {_network!.Name} for a fee of about {quote.ExpectedFee}, from {_payer}";
    }

    /// <summary>A payment that a node has, and what its line said.</summary>
    private sealed record SentOrder(object? Item, SentTransfer Transfer, string? Reference);
}
