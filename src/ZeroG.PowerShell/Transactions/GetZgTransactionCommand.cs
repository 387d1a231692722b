using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;

namespace ZeroG.PowerShell.Transactions;

/// <summary>Tells what became of transactions: state, block, fee, and why a contract refused.</summary>
[Cmdlet(VerbsCommon.Get, "ZgTransaction")]
[OutputType(typeof(TransactionStatus))]
public sealed class GetZgTransactionCommand : TransactionCmdlet
{
    private protected override async Task ProcessTransactionAsync(
        Hash256 hash, Network network, TransactionLookup lookup, CancellationToken cancellationToken) =>
        await EmitStatusAsync(
            await lookup.FindAsync(hash, FlowContract.Errors, cancellationToken) ?? throw new ZeroGException(
                "ZgTransactionNotFound", ErrorKind.ObjectNotFound,
                $"No node of {network.Name} knows transaction {hash}. Check the hash and the network; one that was just sent may need "
                + "Wait-ZgTransaction.", hash),
            network);
}
