using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// The Flow contract of a real chain. Speaks the current form of <c>submit</c>, and the legacy one where the contract knows no other.
/// </summary>
public sealed class FlowClient : IFlow
{
    // Often enough that a dropped transaction is sent again soon, and long enough between two looks that a node that lags catches up.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private readonly Network _network;
    private readonly EthereumClient _client;
    private readonly TransactionSender? _sender;
    private bool? _isLegacy;

    /// <summary>Takes a connection.</summary>
    /// <param name="network">The network.</param>
    /// <param name="client">A node of its chain.</param>
    /// <param name="sender">Sends from the wallet that pays; null for one that only asks for prices.</param>
    /// <param name="address">The contract, where the network does not say it; null to take the network's.</param>
    /// <exception cref="ZeroGException"><c>ZgFlowUnknown</c>: neither says it.</exception>
    public FlowClient(Network network, EthereumClient client, TransactionSender? sender = null, Address? address = null)
    {
        _network = network;
        _client = client;
        _sender = sender;
        Address = address ?? network.FlowAddress ?? throw new ZeroGException(
            "ZgFlowUnknown", ErrorKind.InvalidArgument,
            $"The address of the Flow contract of {network.Name} is not known. Register the network with it, "
            + "or name a storage node of the network.", network.Name);
    }

    /// <inheritdoc/>
    public string Network => _network.Name;

    /// <inheritdoc/>
    public long ChainId => checked((long)_network.ChainId);

    /// <inheritdoc/>
    public Address Address { get; }

    /// <inheritdoc/>
    /// <exception cref="ZeroGException"><c>ZgWalletMissing</c>.</exception>
    public Address Submitter => Sender.From;

    private TransactionSender Sender => _sender ?? throw new ZeroGException(
        "ZgWalletMissing", ErrorKind.InvalidOperation,
        "Storing a file is paid from a wallet, and none is chosen. Name one, or connect with one.");

    /// <summary>Opens the journal of what was paid to this contract.</summary>
    /// <remarks>
    /// 0G's public chains are named by their id. Any other may begin anew under the same id and with the same addresses, as each DevNet
    /// does, and its first block tells it from the one before. That is decided by the id alone, never by the node that is asked, because two
    /// nodes of one chain must lead to one journal.
    /// </remarks>
    /// <param name="stateFolder">The folder for state of this kind; made when missing.</param>
    /// <param name="cancellationToken">Stops the question for the first block.</param>
    /// <exception cref="ZeroGException"><c>ZgGenesisUnknown</c>: the node does not show the first block.
    /// <c>ZgJournalUnwritable</c>.</exception>
    public async Task<SubmissionJournal> OpenJournalAsync(string stateFolder, CancellationToken cancellationToken = default)
    {
        bool isPublic = _network.ChainId == NetworkCatalog.Mainnet.ChainId || _network.ChainId == NetworkCatalog.Galileo.ChainId;
        BlockHeader? first = isPublic ? null : await _client.GetBlockAsync(BlockId.Number(0), cancellationToken)
            ?? throw new ZeroGException(
                "ZgGenesisUnknown", ErrorKind.InvalidOperation,
                $"{MaskedUri.Of(_client.Rpc.Uri)} does not show the first block of {_network.Name}, by which payments are kept apart "
                    + $"from those of other chains with id {_network.ChainId}. Use a node that has all blocks.",
                _network.Name);
        return new SubmissionJournal(stateFolder, ChainId, Address, first?.Hash, _client.Rpc.TimeProvider);
    }

    /// <inheritdoc/>
    /// <exception cref="ZeroGException"><c>ZgContractMissing</c>: there is no such contract on the chain.</exception>
    public async Task<BigInteger> GetPricePerSectorAsync(CancellationToken cancellationToken = default)
    {
        Address market = (Address)await AskAsync(Address, FlowContract.Market, cancellationToken);
        return (BigInteger)await AskAsync(market, MarketContract.PricePerSector, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PendingSubmission> SubmitAsync(
        Submission submission, TokenAmount fee, Action<PendingSubmission> remember, CancellationToken cancellationToken)
    {
        Hash256 root = submission.FileRoot;
        TransactionRequest request = new()
        {
            To = Address,
            Value = fee,
            Data = SubmissionAbi.EncodeSubmit(submission, Submitter, await IsLegacyAsync(submission, cancellationToken)),
            KnownErrors = FlowContract.Errors,
            BeforeBroadcast = (transaction, _) =>
            {
                remember(Describe(root, transaction));
                return Task.CompletedTask;
            },
        };
        try
        {
            return Describe(root, await Sender.SendAsync(request, cancellationToken));
        }
        catch (TransactionPendingException unsure)
        {
            // It may have arrived. Waiting finds out, and sends the same bytes again if not.
            return Describe(root, unsure.Transaction);
        }
    }

    /// <inheritdoc/>
    public async Task<SubmissionOutcome> WaitAsync(PendingSubmission pending, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SentTransaction transaction = SentTransaction.FromRaw(pending.Raw.Span);
        TimeProvider time = _client.Rpc.TimeProvider;
        long start = time.GetTimestamp();
        bool overtakenBefore = false;
        while (true)
        {
            TransactionPendingException silence;
            try
            {
                await Sender.RebroadcastAsync(transaction, cancellationToken);
                TimeSpan rest = timeout - time.GetElapsedTime(start);
                TimeSpan look = rest < Look ? rest : Look;
                return Logged(pending, await Sender.WaitAsync(transaction, look, FlowContract.Errors, cancellationToken));
            }
            catch (RevertException revert)
            {
                TransactionReceipt? receipt = await _client.GetReceiptAsync(transaction.Hash, cancellationToken);
                long? block = (long?)receipt?.BlockNumber;
                return new SubmissionOutcome(
                    SubmissionFate.Reverted, null, block, TokenAmount.Zero, receipt?.Fee ?? default, revert.Reason.Message);
            }
            catch (TransactionPendingException exception)
            {
                silence = exception;
            }

            // One look is not enough: a node may know the account's new count before it can show the receipt.
            bool overtaken = await IsOvertakenAsync(transaction, cancellationToken);
            if (overtaken && overtakenBefore)
            {
                return new SubmissionOutcome(SubmissionFate.Replaced, null, null, TokenAmount.Zero, TokenAmount.Zero);
            }

            overtakenBefore = overtaken;
            if (time.GetElapsedTime(start) >= timeout)
            {
                throw silence;
            }
        }
    }

    private async Task<object> AskAsync(Address contract, AbiFunction function, CancellationToken cancellationToken) =>
        (await _client.CallAsync(contract, function, [], cancellationToken: cancellationToken))[0]!;

    /// <summary>
    /// True when the account's nonce has passed the transaction's in a block that will not change, and there is no receipt.
    /// </summary>
    private async Task<bool> IsOvertakenAsync(SentTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            ulong count = await _client.GetTransactionCountAsync(transaction.From, BlockId.Finalized, cancellationToken);
            return count > transaction.Nonce && await _client.GetReceiptAsync(transaction.Hash, cancellationToken) is null;
        }
        catch (ZeroGException)
        {
            // A node that cannot say is no proof that the transaction is lost.
            return false;
        }
    }

    /// <summary>
    /// Tries both forms out, without value: a contract that knows the form answers or refuses with a reason (the missing fee), one that
    /// does not know it reverts with empty data.
    /// </summary>
    private async Task<bool> IsLegacyAsync(Submission submission, CancellationToken cancellationToken) => _isLegacy ??=
        !await KnowsAsync(SubmissionAbi.EncodeSubmit(submission, Submitter), cancellationToken)
        && await KnowsAsync(SubmissionAbi.EncodeSubmit(submission, Submitter, legacy: true), cancellationToken);

    private async Task<bool> KnowsAsync(byte[] calldata, CancellationToken cancellationToken)
    {
        try
        {
            CallMessage trial = new() { From = Submitter, To = Address, Data = calldata };
            byte[] answer = await _client.CallAsync(trial, BlockId.Latest, FlowContract.Errors, cancellationToken);
            return answer.Length > 0;
        }
        catch (RevertException revert)
        {
            return revert.Reason.Kind != RevertKind.Empty;
        }
    }

    private SubmissionOutcome Logged(PendingSubmission pending, TransactionReceipt receipt)
    {
        foreach (LogEntry entry in receipt.Logs)
        {
            SubmitLog? log = entry.Address == Address ? SubmitLog.Decode(entry.Topics, entry.Data.Span) : null;
            if (log?.Submission.FileRoot == pending.Root)
            {
                TokenAmount fee = TokenAmount.FromWei(SignedTransaction.Decode(pending.Raw.Span).Transaction.Value);
                return new SubmissionOutcome(SubmissionFate.Logged, log, (long)receipt.BlockNumber, fee, receipt.Fee);
            }
        }

        throw new ZeroGException(
            "ZgSubmissionLogMissing", ErrorKind.ProtocolError,
            $"Transaction {pending.Transaction} was mined, "
            + $"but its receipt from {MaskedUri.Of(_client.Rpc.Uri)} has no entry for {pending.Root}. Use another node of the chain.",
            pending.Transaction);
    }

    private PendingSubmission Describe(Hash256 root, SentTransaction transaction) =>
        new(root, transaction.Hash, transaction.Raw, _client.Rpc.TimeProvider.GetUtcNow());
}
