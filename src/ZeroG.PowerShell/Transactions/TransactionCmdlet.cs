using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.Storage.Contracts;

namespace ZeroG.PowerShell.Transactions;

/// <summary>A cmdlet over transactions, which come as hashes. Each is worked on by itself.</summary>
public abstract class TransactionCmdlet : ZgCmdlet
{
    private ChainAccess? _chain;

    /// <summary>
    /// Hashes of transactions. Objects of a pipeline that name none, such as files that were stored already, are passed over.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Hash")]
    [AllowNull]
    [AllowEmptyString]
    [ByValue]
    public GivenTransaction?[]? Transaction { get; set; }

    /// <summary>The network of the transactions; the session's when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _chain = new ChainAccess(Debug);
        return Task.CompletedTask;
    }

    protected override void ProcessRecord()
    {
        foreach (GivenTransaction? given in Transaction ?? [null])
        {
            GivenTransaction transaction = given ?? new GivenTransaction("");
            if (transaction.ToString().Length == 0 && MyInvocation.ExpectingInput)
            {
                WriteVerbose("An object of the input names no transaction, since nothing was paid for it, and is passed over.");
                continue;
            }

            RunItem(transaction.ToString(), async cancellationToken =>
            {
                Network network = Session.Find(Network);
                EthereumClient client = await _chain!.ConnectAsync(network, cancellationToken);
                await ProcessTransactionAsync(
                    transaction.Read(), network, new TransactionLookup(client, network.Name), cancellationToken);
            });
        }
    }

    /// <summary>Works on one transaction. A failure becomes an error about its hash, and the next is taken.</summary>
    private protected abstract Task ProcessTransactionAsync(
        Hash256 hash, Network network, TransactionLookup lookup, CancellationToken cancellationToken);

    /// <summary>
    /// Emits a transaction. One that submitted files to the network's Flow contract has their roots as property <c>Root</c>, which the file
    /// cmdlets bind.
    /// </summary>
    private protected Task EmitStatusAsync(TransactionStatus status, Network network)
    {
        Hash256[] roots =
        [
            .. status.Logs.Where(log => log.Address == network.FlowAddress)
                .Select(log => SubmitLog.Decode(log.Topics, log.Data.Span)).OfType<SubmitLog>().Select(log => log.Submission.FileRoot),
        ];
        PSObject item = PSObject.AsPSObject(status);
        if (roots.Length > 0)
        {
            item.Properties.Add(new PSNoteProperty("Root", roots));
        }

        return EmitAsync(item);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _chain?.Dispose();
        }
    }
}
