using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Asks what became of transactions, one's own and others'. Behind a load balancer one machine may deny what another has just shown, so a
/// null answer alone decides nothing, and a block that vanishes starts the count of confirmations anew.
/// </summary>
public sealed class TransactionLookup
{
    // How often a hash that nobody seems to know is asked for; 0G's public nodes lag by about a second.
    private const int PatientLooks = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A chain on this machine mines at once; nobody else is bothered by asking often.
    private static readonly TimeSpan LocalPause = TimeSpan.FromMilliseconds(50);

    private readonly EthereumClient _client;
    private readonly string _network;
    private readonly bool _isLocal;
    private readonly NonceOwner _owner;

    /// <param name="client">A node of the network.</param>
    /// <param name="network">Name of the network, for what is shown.</param>
    public TransactionLookup(EthereumClient client, string network)
    {
        _client = client;
        _network = network;
        _isLocal = client.Rpc.Uri.IsLoopback;
        _owner = new NonceOwner(client);
    }

    private TimeProvider Time => _client.Rpc.TimeProvider;

    /// <summary>What became of a transaction; null when no node knows it, after several looks.</summary>
    /// <param name="hash">The transaction.</param>
    /// <param name="knownErrors">Custom errors of contracts, to name them in a revert.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<TransactionStatus?> FindAsync(
        Hash256 hash, IReadOnlyList<AbiError>? knownErrors = null, CancellationToken cancellationToken = default)
    {
        for (int look = 1; ; look++)
        {
            TransactionReceipt? receipt = await _client.GetReceiptAsync(hash, cancellationToken);
            PostedTransaction? posted = await _client.GetTransactionAsync(hash, cancellationToken);
            if (receipt is not null)
            {
                ulong head = await _client.GetBlockNumberAsync(cancellationToken);
                return await DescribeAsync(receipt, posted, head, knownErrors ?? [], cancellationToken);
            }

            if (posted is not null)
            {
                return Describe(posted);
            }

            if (look >= (_isLocal ? 1 : PatientLooks))
            {
                return null;
            }

            await Task.Delay(Pause, Time, cancellationToken);
        }
    }

    /// <summary>
    /// Waits until a transaction is in a block with so many confirmations, or until it is certain that it never will be.
    /// </summary>
    /// <param name="known">The transaction; sender and nonce, where they are known, tell when another has taken its place.</param>
    /// <param name="confirmations">Blocks from its own to the newest, both counted; at least 1.</param>
    /// <param name="timeout">When to give up.</param>
    /// <param name="knownErrors">Custom errors of contracts, to name them in a revert.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Succeeded, reverted or replaced; never pending.</returns>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>: still on its way. <c>ZgTransactionNotFound</c>: no node knows it, so
    /// that it was dropped or never sent.</exception>
    public async Task<TransactionStatus> WaitAsync(
        TransactionStatus known, int confirmations, TimeSpan timeout, IReadOnlyList<AbiError>? knownErrors = null,
        CancellationToken cancellationToken = default)
    {
        long start = Time.GetTimestamp();
        string? seen = null;
        ZeroGException? silence = null;
        while (true)
        {
            try
            {
                if (await _client.GetReceiptAsync(known.Transaction, cancellationToken) is { } receipt)
                {
                    ulong head = await _client.GetBlockNumberAsync(cancellationToken);
                    long count = Confirmations(receipt, head);
                    seen = $"it is in block {receipt.BlockNumber} with {count} of {confirmations} confirmations";
                    if (count >= confirmations)
                    {
                        PostedTransaction? mined = await _client.GetTransactionAsync(known.Transaction, cancellationToken);
                        TransactionStatus status = await DescribeAsync(receipt, mined, head, knownErrors ?? [], cancellationToken);
                        return status with { Amount = status.Amount ?? known.Amount, Nonce = status.Nonce ?? known.Nonce };
                    }
                }
                else if (await _client.GetTransactionAsync(known.Transaction, cancellationToken) is { } posted)
                {
                    known = Describe(posted);
                    seen = "it waits in the pool";
                }
                else
                {
                    seen = null;
                    if (known is { From: { } from, Nonce: { } nonce }
                        && await _owner.FindAsync(from, nonce, cancellationToken) is { } owner)
                    {
                        if (owner != known.Transaction)
                        {
                            return known with { State = TransactionState.Replaced, Reason = $"transaction {owner} has its nonce" };
                        }

                        seen = "it is in a block, and no node shows its receipt";
                    }
                }
            }
            catch (ZeroGException e)
            {
                silence = e;
            }

            if (Time.GetElapsedTime(start) >= timeout)
            {
                throw TimedOut(known.Transaction, timeout, seen, silence);
            }

            await Task.Delay(_isLocal ? LocalPause : Pause, Time, cancellationToken);
        }
    }

    private static long Confirmations(TransactionReceipt receipt, ulong head) =>
        head > receipt.BlockNumber ? checked((long)(head - receipt.BlockNumber) + 1) : 1;

    private static CallMessage Call(PostedTransaction posted) => new()
    {
        From = posted.From, To = posted.To, Value = posted.Value, Data = posted.Data, GasLimit = posted.GasLimit,
    };

    private static ZeroGException TimedOut(Hash256 hash, TimeSpan timeout, string? seen, ZeroGException? silence) =>
        seen is null && silence is null
            ? new ZeroGException(
                "ZgTransactionNotFound", ErrorKind.ObjectNotFound,
                $"No node has shown transaction {hash} for {timeout.TotalSeconds:0.#} seconds: it was dropped, or never sent to this "
                + "network. Check the hash and the network; the command that sent it sends the same bytes again.", hash)
            : new ZeroGException(
                "ZgTransactionPending", ErrorKind.OperationTimeout,
                $"Transaction {hash} is not confirmed after {timeout.TotalSeconds:0.#} seconds: {seen ?? silence!.Message.TrimEnd('.')}. "
                + "Wait longer with -Timeout; do not send the same again.", hash, silence);

    private TransactionStatus Describe(PostedTransaction posted) => new()
    {
        Transaction = posted.Hash,
        State = TransactionState.Pending,
        From = posted.From,
        To = posted.To,
        Amount = new TokenAmount(posted.Value),
        Nonce = posted.Nonce,
        Network = _network,
    };

    private async Task<TransactionStatus> DescribeAsync(
        TransactionReceipt receipt, PostedTransaction? posted, ulong head, IReadOnlyList<AbiError> knownErrors,
        CancellationToken cancellationToken)
    {
        BlockHeader? block = await _client.GetBlockAsync(BlockId.FromHash(receipt.BlockHash), cancellationToken);
        string? reason = null;
        if (!receipt.Succeeded)
        {
            reason = posted is null
                ? "the node does not show the call"
                : (await RevertReplay.ReadAsync(_client, Call(posted), receipt.BlockNumber, knownErrors, cancellationToken)).Words;
        }

        return new TransactionStatus
        {
            Transaction = receipt.TransactionHash,
            State = receipt.Succeeded ? TransactionState.Succeeded : TransactionState.Reverted,
            From = receipt.From,
            To = receipt.To,
            Amount = posted is null ? null : new TokenAmount(posted.Value),
            Fee = receipt.Fee,
            Nonce = posted?.Nonce,
            Block = checked((long)receipt.BlockNumber),
            Confirmations = Confirmations(receipt, head),
            CreatedAt = block?.Timestamp,
            Reason = reason,
            Contract = receipt.ContractAddress,
            Logs = receipt.Logs,
            Network = _network,
        };
    }
}
