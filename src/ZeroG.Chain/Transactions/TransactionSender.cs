using System.Numerics;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Sends transactions of one wallet on one network: tries the call, chooses gas and fees, checks the funds, takes a nonce, signs, hands
/// over, and waits for the receipt. Any number of sends may run at once. One request becomes at most one mined transaction.
/// </summary>
public sealed class TransactionSender
{
    // 0G bills at least 80 % of the limit, so up to 25 % over the need costs nothing more, and everything above is burned.
    private const ulong WastePercent = 25;

    // Another machine that sends from the same account all the time wins perhaps every second race, but not ten running.
    private const int MaxNonces = 10;

    // A pool takes no replacement that offers less than 10 percent more (go-ethereum, price bump); a step of a quarter is worth the bytes.
    private const int LeastRaisePercent = 10;
    private const int RaisePercent = 25;

    private readonly EthereumClient _client;
    private readonly Wallet _wallet;
    private readonly Network _network;
    private readonly FeePolicy _fees;
    private readonly NonceTracker _nonces;
    private readonly TransactionBroadcast _broadcast;
    private readonly NonceOwner _owner;
    private readonly ReceiptWait _wait;

    /// <param name="client">A node of the network; its chain id was compared by <see cref="Network.ConnectAsync"/>.</param>
    /// <param name="wallet">Who signs and pays.</param>
    /// <param name="network">The chain and its minimum tip.</param>
    /// <param name="fees">What the session has learned of fees; null to begin with the network's minimum tip.</param>
    /// <param name="nonces">Null for <see cref="NonceTracker.Shared"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    public TransactionSender(
        EthereumClient client, Wallet wallet, Network network, FeePolicy? fees = null, NonceTracker? nonces = null,
        TransactionSenderOptions? options = null)
    {
        _client = client;
        _wallet = wallet;
        _network = network;
        _fees = fees ?? new FeePolicy(network.MinimumTip);
        _nonces = nonces ?? NonceTracker.Shared;
        _owner = new NonceOwner(client);
        _broadcast = new TransactionBroadcast(client, _owner);
        _wait = new ReceiptWait(client, options ?? TransactionSenderOptions.Default);
    }

    /// <summary>Who signs and pays.</summary>
    public Address From => _wallet.Address;

    /// <summary>What a request would cost; nothing is signed or sent.</summary>
    /// <exception cref="RevertException"><c>ZgCallReverted</c>: the contract would refuse.</exception>
    /// <exception cref="ZeroGException"><c>ZgInsufficientFunds</c>, <c>ZgFeeTooLow</c>, <c>ZgFeeAboveLimit</c>,
    /// <c>ZgGasAboveTarget</c>.</exception>
    public async Task<TransactionQuote> QuoteAsync(TransactionRequest request, CancellationToken cancellationToken = default)
    {
        NetworkFees now = await _client.GetFeesAsync(cancellationToken);
        GasFees fees = _fees.Choose(now, request);
        TokenAmount balance = await _client.GetBalanceAsync(From, BlockId.Latest, cancellationToken);
        if (balance < request.Value)
        {
            // Asked first, because a node refuses to estimate a call that the account cannot pay, in words of its own.
            throw InsufficientFunds(request, request.Value, balance);
        }

        ulong estimate = await EstimateAsync(request, balance, cancellationToken);
        if (request.StaysBelowGasTarget && now.GasTarget > 0 && estimate > now.GasTarget)
        {
            throw new ZeroGException(
                "ZgGasAboveTarget", ErrorKind.LimitsExceeded,
                $"The call needs {estimate} gas, more than the {now.GasTarget} above which {_network.Name} raises its fees. "
                + "Do less at once.",
                estimate);
        }

        TransactionQuote quote = Quote(request, now, fees, estimate);
        TokenAmount needed = request.Value + quote.MaxFee;
        return balance >= needed ? quote : throw InsufficientFunds(request, needed, balance);
    }

    /// <summary>
    /// Sends a request. Returns when a node has the transaction, which is before it is mined: see <see cref="WaitAsync"/>. If it throws
    /// anything but <c>ZgTransactionPending</c> or a cancellation, nothing was sent.
    /// </summary>
    /// <exception cref="TransactionPendingException"><c>ZgTransactionPending</c>: sent, but a fault hides whether it arrived.</exception>
    /// <exception cref="RevertException"><c>ZgCallReverted</c>: the contract would refuse; nothing was paid.</exception>
    /// <exception cref="ZeroGException">
    /// <c>ZgInsufficientFunds</c>, <c>ZgFeeTooLow</c>, <c>ZgFeeAboveLimit</c>, <c>ZgGasAboveTarget</c>, <c>ZgTransactionRefused</c>,
    /// <c>ZgNonceBusy</c>, <c>ZgNonceFileFailed</c>, and what
    /// <see cref="JsonRpcClient.CallAsync(string, IReadOnlyList{object?}, CancellationToken)"/> throws.
    /// </exception>
    public async Task<SentTransaction> SendAsync(TransactionRequest request, CancellationToken cancellationToken = default)
    {
        TransactionQuote quote = await QuoteAsync(request, cancellationToken);
        using NonceLease lease = await _nonces.LeaseAsync(
            _network.ChainId, From, CountAsync, _client.Rpc.Uri.IsLoopback, cancellationToken);
        bool learned = false;
        for (int tries = 1; ; tries++)
        {
            SentTransaction transaction = Sign(request, quote, lease.Nonce);
            if (request.BeforeBroadcast is { } writeDown)
            {
                await writeDown(transaction, cancellationToken);
            }

            BroadcastOutcome outcome = await BroadcastAsync(lease, transaction, cancellationToken);
            if (outcome.Refusal is not { } refusal)
            {
                return transaction;
            }

            // Refused for certain, so what is signed next takes the place of nothing.
            if (!learned && _fees.TryLearn(refusal.RemoteMessage, quote.MaxPriorityFeePerGas))
            {
                learned = true;
                quote = await QuoteAsync(request, cancellationToken);
            }
            else if (SendRefusal.IsNonceTaken(refusal.RemoteMessage) && tries < MaxNonces)
            {
                lease.MoveOn(await CountAsync(cancellationToken));
            }
            else
            {
                throw await RefusedAsync(request, quote, refusal, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Takes a transaction up again after a restart or a lost connection: sends the very same bytes unless the node has them. A nonce that
    /// has been used meanwhile is no error here; <see cref="WaitAsync"/> tells what was mined.
    /// </summary>
    /// <returns>False when its nonce is used already, by this transaction or another.</returns>
    /// <exception cref="TransactionPendingException"><c>ZgTransactionPending</c>.</exception>
    /// <exception cref="ZeroGException"><c>ZgTransactionRefused</c>.</exception>
    public async Task<bool> RebroadcastAsync(SentTransaction transaction, CancellationToken cancellationToken = default)
    {
        if (await _client.GetTransactionAsync(transaction.Hash, cancellationToken) is not null)
        {
            return true;
        }

        BroadcastOutcome outcome = await _broadcast.SendAsync(transaction, cancellationToken);
        if (outcome.Refusal is { } refusal && !SendRefusal.IsNonceTaken(refusal.RemoteMessage))
        {
            throw new ZeroGException(
                "ZgTransactionRefused", ErrorKind.InvalidOperation,
                $"The node refuses transaction {transaction.Hash}: {refusal.ShownWords}. It was signed earlier and may "
                + "still be mined, so no other is sent in its place; change what the reason names, or wait, and try again.",
                transaction.Hash, refusal);
        }

        ThrowFault(outcome, transaction);
        return outcome.Refusal is not { } taken || !SendRefusal.IsNoncePassed(taken.RemoteMessage);
    }

    /// <summary>
    /// Signs the same call at the same nonce with a higher fee and sends it. Only one of the two can ever be mined, so nothing is paid
    /// twice; which one, <see cref="WaitAsync"/> for each of them tells.
    /// </summary>
    /// <param name="stuck">Sent from this wallet and not mined because its fee is too low.</param>
    /// <param name="highest">The most that may be offered per gas, in neuron.</param>
    /// <param name="beforeBroadcast">As <see cref="TransactionRequest.BeforeBroadcast"/>.</param>
    /// <param name="cancellationToken">Stops before or while sending.</param>
    /// <returns>The new version, whether the node took it or not; null when <paramref name="highest"/> leaves no room.</returns>
    /// <exception cref="ZeroGException">What <see cref="FeePolicy.Choose"/> and the client throw; nothing was sent then.</exception>
    public async Task<SentTransaction?> RaiseAsync(
        SentTransaction stuck, BigInteger highest, Func<SentTransaction, CancellationToken, Task> beforeBroadcast,
        CancellationToken cancellationToken = default)
    {
        Transaction old = stuck.Fields;
        GasFees today = _fees.Choose(await _client.GetFeesAsync(cancellationToken), new TransactionRequest());
        BigInteger cap = BigInteger.Min(highest, BigInteger.Max(today.MaxFeePerGas, Raise(old.MaxFeePerGas, RaisePercent)));
        BigInteger tip = BigInteger.Min(cap, BigInteger.Max(today.MaxPriorityFeePerGas, Raise(old.MaxPriorityFeePerGas, RaisePercent)));
        if (stuck.From != From || old.Type != TransactionType.DynamicFee
            || cap < Raise(old.MaxFeePerGas, LeastRaisePercent) || tip < Raise(old.MaxPriorityFeePerGas, LeastRaisePercent))
        {
            return null;
        }

        SentTransaction raised = new(_wallet.Sign(old with { MaxFeePerGas = cap, MaxPriorityFeePerGas = tip }));
        await beforeBroadcast(raised, cancellationToken);
        await _broadcast.SendAsync(raised, cancellationToken);
        return raised;
    }

    /// <summary>
    /// The transaction that has used a transaction's nonce in a block that will not change: this one, another version of it, or one that
    /// took its place for good. Null when none has yet, or no node can tell.
    /// </summary>
    public Task<Hash256?> FindNonceOwnerAsync(SentTransaction transaction, CancellationToken cancellationToken = default) =>
        _owner.FindAsync(transaction.From, transaction.Nonce, cancellationToken);

    /// <summary>Waits until a transaction is mined.</summary>
    /// <param name="transaction">From <see cref="SendAsync"/>, or read back by <see cref="SentTransaction.FromRaw"/>.</param>
    /// <param name="timeout">Null for the options' limit.</param>
    /// <param name="knownErrors">Custom errors of the contract, to name them in a revert.</param>
    /// <param name="cancellationToken">Stops waiting; the transaction goes on.</param>
    /// <exception cref="RevertException"><c>ZgTransactionReverted</c>: mined and refused by the contract, with its reason.</exception>
    /// <exception cref="TransactionPendingException"><c>ZgTransactionPending</c>: not seen within the time, which does not mean that it
    /// failed.</exception>
    public Task<TransactionReceipt> WaitAsync(
        SentTransaction transaction, TimeSpan? timeout = null, IReadOnlyList<AbiError>? knownErrors = null,
        CancellationToken cancellationToken = default) =>
        _wait.WaitAsync(transaction, timeout, knownErrors ?? [], cancellationToken);

    private static BigInteger Raise(BigInteger fee, int percent) => ((fee * (100 + percent)) + 99) / 100;

    private static TransactionQuote Quote(TransactionRequest request, NetworkFees now, GasFees fees, ulong estimate)
    {
        ulong limit = request.GasLimit ?? checked(estimate + (estimate * (ulong)request.GasReservePercent / 100) + request.ExtraGas);
        if (limit < estimate)
        {
            throw new ZeroGException(
                "ZgGasTooLow", ErrorKind.InvalidArgument,
                $"The call needs {estimate} gas, more than the limit of {limit}. Give a higher limit, or none.", request.To);
        }

        if (request.MaxFee is { } most)
        {
            BigInteger cap = BigInteger.Min(fees.MaxFeePerGas, most.Wei / limit);
            if (cap < now.BaseFee + fees.MaxPriorityFeePerGas)
            {
                TokenAmount least = new((now.BaseFee + fees.MaxPriorityFeePerGas) * limit);
                throw new ZeroGException(
                    "ZgFeeAboveLimit", ErrorKind.LimitsExceeded,
                    $"The fee would be about {least}, above the limit of {most}. Allow more, or wait for a lower base fee.", request.To);
            }

            fees = fees with { MaxFeePerGas = cap };
        }

        BigInteger price = BigInteger.Min(fees.MaxFeePerGas, now.BaseFee + fees.MaxPriorityFeePerGas);
        string? warning = request.GasLimit > estimate + (estimate * WastePercent / 100)
            ? $"The gas limit of {limit} is more than {WastePercent} percent above the {estimate} needed; "
                + "0G bills at least 80 percent of the limit, so the excess is spent."
            : null;
        return new TransactionQuote(
            estimate, limit, fees.MaxFeePerGas, fees.MaxPriorityFeePerGas,
            new TokenAmount(price * GasRules.ZeroGravityChargedGas(limit, estimate)), warning);
    }

    private async Task<ulong> EstimateAsync(TransactionRequest request, TokenAmount balance, CancellationToken cancellationToken)
    {
        CallMessage message = new() { From = From, To = request.To, Value = request.Value.Wei, Data = request.Data };
        try
        {
            return await _client.EstimateGasAsync(message, request.KnownErrors, cancellationToken);
        }
        catch (JsonRpcException refusal) when (SendRefusal.IsInsufficientFunds(refusal.RemoteMessage))
        {
            throw InsufficientFunds(request, request.Value, balance, refusal);
        }
    }

    private SentTransaction Sign(TransactionRequest request, TransactionQuote quote, ulong nonce) => new(_wallet.Sign(new Transaction
    {
        Type = TransactionType.DynamicFee,
        ChainId = _network.ChainId,
        Nonce = nonce,
        GasLimit = quote.GasLimit,
        To = request.To,
        Value = request.Value.Wei,
        Data = request.Data,
        MaxFeePerGas = quote.MaxFeePerGas,
        MaxPriorityFeePerGas = quote.MaxPriorityFeePerGas,
    }));

    /// <summary>
    /// Hands over, and uses the nonce up unless it is certain that no copy went out, also when the caller cancels half way.
    /// </summary>
    private async Task<BroadcastOutcome> BroadcastAsync(NonceLease lease, SentTransaction transaction, CancellationToken cancellationToken)
    {
        BroadcastOutcome outcome;
        try
        {
            outcome = await _broadcast.SendAsync(transaction, cancellationToken);
        }
        catch
        {
            lease.Commit();
            throw;
        }

        if (outcome.IsAccepted || outcome.MaybeSent)
        {
            lease.Commit();
        }

        ThrowFault(outcome, transaction);
        return outcome;
    }

    private static void ThrowFault(BroadcastOutcome outcome, SentTransaction transaction)
    {
        if (outcome.Fault is { } fault)
        {
            throw outcome.MaybeSent
                ? new TransactionPendingException(transaction, "the connection broke while it was handed over", fault)
                : fault;
        }
    }

    private Task<ulong> CountAsync(CancellationToken cancellationToken) =>
        _client.GetTransactionCountAsync(From, BlockId.Pending, cancellationToken);

    private async Task<ZeroGException> RefusedAsync(
        TransactionRequest request, TransactionQuote quote, JsonRpcException refusal, CancellationToken cancellationToken)
    {
        if (!SendRefusal.IsInsufficientFunds(refusal.RemoteMessage))
        {
            return Refused(refusal);
        }

        // Other sends of the same account may have taken what was there a moment ago.
        TokenAmount balance = await _client.GetBalanceAsync(From, BlockId.Pending, cancellationToken);
        return InsufficientFunds(request, request.Value + quote.MaxFee, balance, refusal);
    }

    private static ZeroGException Refused(JsonRpcException refusal) => new(
        "ZgTransactionRefused", ErrorKind.InvalidOperation,
        $"The node refuses the transaction: {refusal.ShownWords}. Nothing was sent or paid; change what the reason names.",
        null, refusal);

    private ZeroGException InsufficientFunds(
        TransactionRequest request, TokenAmount needed, TokenAmount balance, Exception? cause = null)
    {
        string missing = needed > balance ? $"{needed - balance} are missing" : "part of it is bound by transactions that wait";
        string fact = request.Value.IsZero
            ? $"Wallet {From} cannot pay gas: {balance} on {_network}, but the highest fee comes to {needed}"
            : $"{From} has {balance} on {_network}, but value and highest fee come to {needed}";
        return new ZeroGException(
            "ZgInsufficientFunds", ErrorKind.LimitsExceeded,
            $"{fact}: {missing}. Send money to the account, or use another wallet.", From, cause);
    }
}
