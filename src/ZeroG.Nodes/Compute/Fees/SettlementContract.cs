using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>The inference contract as a provider settles with it: signs, tries out, sends, and reads what came of it.</summary>
internal sealed class SettlementContract(ComputeClient client, TransactionSender sender, TeeKey tee)
{
    // How long the chain may take; what is later is asked for again at the next round.
    private static readonly TimeSpan ReceiptTimeout = TimeSpan.FromMinutes(2);

    // Another user's refund may be collected between the estimate and the block, which makes the way through the contract a longer one.
    private const ulong GasPerItem = 15_000;

    /// <summary>The provider, who is paid.</summary>
    public Address Provider => sender.From;

    /// <summary>The sub-account of a user; null when there is none.</summary>
    public Task<SubAccount?> FindAccountAsync(Address user, CancellationToken cancellationToken) =>
        client.Inference.FindAccountAsync(user, Provider, cancellationToken);

    /// <summary>Whether the operator of the contract has acknowledged the signer, without which nothing can be settled.</summary>
    public async Task<bool> IsAcknowledgedAsync(CancellationToken cancellationToken) =>
        await client.Inference.FindServiceAsync(Provider, cancellationToken).ConfigureAwait(false) is { IsTeeSignerAcknowledged: true };

    /// <summary>What would become of settlements: the status of each user that would not pay whole.</summary>
    public async Task<Dictionary<Address, SettlementStatus>> PreviewAsync(
        IReadOnlyList<InferenceSettlement> settlements, CancellationToken cancellationToken)
    {
        // The contract takes the caller for the provider.
        CallMessage message = new()
        {
            From = Provider,
            To = client.Inference.Address,
            Data = InferenceContract.PreviewSettlementResults.EncodeCall((object)Sign(settlements)),
        };
        byte[] answer = await client.Chain.CallAsync(message, knownErrors: InferenceErrors.All, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        object?[] results = InferenceContract.PreviewSettlementResults.DecodeResult(answer);
        Dictionary<Address, SettlementStatus> statuses = [];
        foreach ((object? user, object? reason) in ((object?[])results[0]!).Zip((object?[])results[1]!))
        {
            statuses[(Address)user!] = StatusOf(reason);
        }

        foreach (object? user in (object?[])results[2]!)
        {
            statuses[(Address)user!] = SettlementStatus.Partial;
        }

        return statuses;
    }

    /// <summary>Sends settlements. Returns when a node has them.</summary>
    /// <param name="settlements">At most 50.</param>
    /// <param name="writeDown">Runs when the call is signed and before it leaves this machine.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SentTransaction> SendAsync(
        IReadOnlyList<InferenceSettlement> settlements, Action<SentTransaction> writeDown, CancellationToken cancellationToken) =>
        sender.SendAsync(
            new TransactionRequest
            {
                To = client.Inference.Address,
                Data = InferenceContract.SettleFeesWithTEE.EncodeCall((object)Sign(settlements)),
                KnownErrors = InferenceErrors.All,
                ExtraGas = GasPerItem * (ulong)settlements.Count,
                BeforeBroadcast = (transaction, _) =>
                {
                    writeDown(transaction);
                    return Task.CompletedTask;
                },
            },
            cancellationToken);

    /// <summary>Waits for the fate of a settlement: sends it again when no node knows it, and with a higher fee when the chain passes it
    /// over.</summary>
    /// <param name="versions">What was signed, the newest last.</param>
    /// <param name="writeDown">Runs when a further version is signed and before it leaves this machine.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ZeroGException">It cannot be told yet: <c>ZgTransactionPending</c> and what the client throws.</exception>
    public Task<TransactionEnd> WaitAsync(
        IReadOnlyList<SentTransaction> versions, Action<SentTransaction> writeDown, CancellationToken cancellationToken)
    {
        TransactionWatch watch = new(client.Chain, sender, new TransactionPatience(ReceiptTimeout), (version, _) =>
        {
            writeDown(version);
            return Task.CompletedTask;
        });
        return watch.WaitAsync(versions, InferenceErrors.All, cancellationToken);
    }

    /// <summary>The results of a mined settlement by user: status and what was not paid.</summary>
    public Dictionary<Address, (SettlementStatus Status, TokenAmount Unsettled)> ReadResults(IEnumerable<LogEntry> logs)
    {
        Dictionary<Address, (SettlementStatus, TokenAmount)> results = [];
        foreach (LogEntry log in logs)
        {
            if (log.Address == client.Inference.Address && InferenceEvents.TEESettlementResult.IsLog(log.Topics))
            {
                object?[] values = InferenceEvents.TEESettlementResult.Decode(log.Topics, log.Data.Span);
                results[(Address)values[0]!] = (StatusOf(values[1]), new TokenAmount((BigInteger)values[2]!));
            }
        }

        return results;
    }

    private static SettlementStatus StatusOf(object? value) => (SettlementStatus)(int)(BigInteger)value!;

    private object?[] Sign(IReadOnlyList<InferenceSettlement> settlements) =>
    [
        .. settlements.Select(settlement => settlement.ToAbi(
            tee.Sign(settlement.Message(client.Network.ChainId, client.Inference.Address).Digest).ToBytes())),
    ];
}
