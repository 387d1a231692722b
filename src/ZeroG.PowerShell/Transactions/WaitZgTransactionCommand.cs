using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Contracts;

namespace ZeroG.PowerShell.Transactions;

/// <summary>Waits until transactions are in a block, or certain never to be.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ZgTransaction")]
[OutputType(typeof(TransactionStatus))]
public sealed class WaitZgTransactionCommand : TransactionCmdlet
{
    /// <summary>Blocks to wait for, from the transaction's own to the newest, both counted; 1 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Confirmations { get; set; } = 1;

    /// <summary>How long to wait for each transaction; 2 minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The sender, which with -Nonce tells whether another transaction has taken its place.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsNull]
    [ByValue]
    public GivenAddress? From { get; set; }

    /// <summary>The transaction's number among those of its sender.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsNull]
    public ulong? Nonce { get; set; }

    private protected override async Task ProcessTransactionAsync(
        Hash256 hash, Network network, TransactionLookup lookup, CancellationToken cancellationToken)
    {
        TransactionStatus known = new()
        {
            Transaction = hash,
            State = TransactionState.Pending,
            From = Transaction is [_] ? From?.Read() : null,
            Nonce = Transaction is [_] ? Nonce : null,
            Network = network.Name,
        };
        StartProgress($"Waiting for {hash.ToShortString()}").Report("Confirming", 0, 0);
        TransactionStatus status = await lookup.WaitAsync(known, Confirmations, Timeout, FlowContract.Errors, cancellationToken);
        await EmitStatusAsync(status, network);
        if (status.State == TransactionState.Reverted)
        {
            throw new ZeroGException(
                "ZgTransactionReverted", ErrorKind.InvalidOperation,
                $"Transaction {hash} was mined in block {status.Block} but the contract refused it: {status.Reason}. "
                + $"Its fee of {status.Fee} is spent; change what the reason names before sending again.", hash);
        }

        if (status.State == TransactionState.Replaced)
        {
            throw new ZeroGException(
                "ZgTransactionReplaced", ErrorKind.InvalidOperation,
                $"Transaction {hash} will never be mined: {status.Reason}. That may be the same payment with a higher fee; look at it with "
                + "Get-ZgTransaction before sending again.", hash);
        }
    }
}
