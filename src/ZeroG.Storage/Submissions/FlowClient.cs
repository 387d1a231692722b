using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// The Flow contract of a real chain. Speaks the current form of <c>submit</c>, and the legacy one where the contract knows no other.
/// </summary>
public sealed class FlowClient : IFlow
{
    // A node that lags behind itself or has a full pool says so in passing (0G storage client, NRetries).
    private const int MaxTries = 20;

    // What a file takes depends on where others before it have brought the log: a sector from 163,000 to 230,000 gas, on the official
    // bytecode. Without the difference the transaction could run out of gas, which costs all of it.
    private const ulong ExtraGas = 75_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Network _network;
    private readonly EthereumClient _client;
    private readonly TransactionSender? _sender;
    private readonly FlowForms _forms;

    /// <summary>Takes a connection.</summary>
    /// <param name="network">The network.</param>
    /// <param name="client">A node of its chain.</param>
    /// <param name="sender">Sends from the wallet that pays; null for one that only asks for prices.</param>
    /// <param name="address">The contract, where the network does not say it; null to take the network's.</param>
    /// <param name="forms">What is known of the contracts' forms; null for what the process has learned.</param>
    /// <exception cref="ZeroGException"><c>ZgFlowUnknown</c>: neither says it.</exception>
    public FlowClient(
        Network network, EthereumClient client, TransactionSender? sender = null, Address? address = null, FlowForms? forms = null)
    {
        _network = network;
        _client = client;
        _sender = sender;
        _forms = forms ?? FlowForms.Shared;
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
    public Address Payer => Sender.From;

    private TransactionSender Sender => _sender ?? throw new ZeroGException(
        "ZgWalletMissing", ErrorKind.InvalidOperation,
        "Storing a file is paid from a wallet, and none is chosen. Name one, or connect with one.");

    /// <summary>Opens the journal of what was paid to this contract.</summary>
    /// <remarks>Chains that begin anew under one id are kept apart as <see cref="ChainIdentity"/> tells.</remarks>
    /// <param name="stateFolder">The folder for state of this kind; made when missing.</param>
    /// <param name="cancellationToken">Stops the question for the first block.</param>
    /// <exception cref="ZeroGException"><c>ZgGenesisUnknown</c>: the node does not show the first block.
    /// <c>ZgJournalUnwritable</c>.</exception>
    public async Task<SubmissionJournal> OpenJournalAsync(string stateFolder, CancellationToken cancellationToken = default)
    {
        Hash256? first = await ChainIdentity.ReadFirstBlockAsync(_client, _network, cancellationToken);
        return new SubmissionJournal(stateFolder, ChainId, Address, first, _client.Rpc.TimeProvider);
    }

    /// <summary>
    /// Names the log of this contract for good, as the journal does: chain id, contract and, where chains come and go under one id, the
    /// first block, with colons between.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgGenesisUnknown</c>.</exception>
    public async Task<string> GetLogIdentityAsync(CancellationToken cancellationToken = default)
    {
        Hash256? first = await ChainIdentity.ReadFirstBlockAsync(_client, _network, cancellationToken);
        return first is { } hash ? $"{ChainId}:{Address.ToLowerString()}:{hash}" : $"{ChainId}:{Address.ToLowerString()}";
    }

    /// <inheritdoc/>
    /// <exception cref="ZeroGException"><c>ZgContractMissing</c>: there is no such contract on the chain.</exception>
    public async Task<BigInteger> GetPricePerSectorAsync(CancellationToken cancellationToken = default)
    {
        Address market = (Address)await AskAsync(Address, FlowContract.Market, cancellationToken);
        return (BigInteger)await AskAsync(market, MarketContract.PricePerSector, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        checked((long)await _client.GetBlockNumberAsync(cancellationToken));

    /// <inheritdoc/>
    public async Task<long> GetSubmissionCountAsync(CancellationToken cancellationToken = default) =>
        checked((long)(BigInteger)await AskAsync(Address, FlowContract.NumSubmissions, cancellationToken));

    /// <inheritdoc/>
    /// <exception cref="ZeroGException"><c>ZgSubmitterUnsupported</c>: the contract knows only the legacy form, which names nobody.
    /// </exception>
    public async Task<PendingSubmission> SubmitAsync(
        IReadOnlyList<Submission> submissions, TokenAmount fee, Address? submitter, Action<PendingSubmission> remember,
        CancellationToken cancellationToken)
    {
        SubmittedFile[] files = [.. submissions.Select(submission => submission.File)];
        for (int tries = 1; ; tries++)
        {
            bool triedBefore = _forms.IsLegacy(ChainId, Address) is not null;
            TransactionRequest request = new()
            {
                To = Address,
                Value = fee,
                ExtraGas = ExtraGas,
                Data = await EncodeAsync(submissions, submitter, cancellationToken),
                KnownErrors = FlowContract.Errors,
                StaysBelowGasTarget = submissions.Count > 1,
                BeforeBroadcast = (transaction, _) =>
                {
                    remember(Describe(files, transaction));
                    return Task.CompletedTask;
                },
            };
            try
            {
                return Describe(files, await Sender.SendAsync(request, cancellationToken));
            }
            catch (TransactionPendingException unsure)
            {
                // It may have arrived. Waiting finds out, and sends the same bytes again if not.
                return Describe(files, unsure.Transaction);
            }
            catch (ZeroGException refusal) when (triedBefore && tries == 1 && SubmissionRefusal.IsUnknownFunction(refusal))
            {
                // The contract behind the address was exchanged since its form was tried out.
                _forms.Forget(ChainId, Address);
            }
            catch (ZeroGException refusal) when (tries < MaxTries && SendRefusal.IsPassing(refusal))
            {
                await Task.Delay(Pause, _client.Rpc.TimeProvider, cancellationToken);
            }
            catch (ZeroGException refusal) when (submissions.Count > 1 && SubmissionRefusal.IsTooLarge(refusal))
            {
                throw new ZeroGException(
                    "ZgBatchTooLarge", ErrorKind.LimitsExceeded,
                    $"{submissions.Count} files do not fit into one transaction on {_network.Name}. Send fewer in one.",
                    submissions.Count, refusal);
            }
        }
    }

    /// <inheritdoc/>
    public Task<SubmissionOutcome> WaitAsync(
        PendingSubmission pending, TransactionPatience patience, Action<PendingSubmission> remember, CancellationToken cancellationToken) =>
        new SubmissionWatch(_client, Sender, Address, patience, remember).WaitAsync(pending, cancellationToken);

    private async Task<object> AskAsync(Address contract, AbiFunction function, CancellationToken cancellationToken) =>
        (await _client.CallAsync(contract, function, [], cancellationToken: cancellationToken))[0]!;

    private async Task<byte[]> EncodeAsync(
        IReadOnlyList<Submission> submissions, Address? submitter, CancellationToken cancellationToken)
    {
        bool legacy = await IsLegacyAsync(submissions[0], cancellationToken);
        Address named = submitter ?? Payer;
        if (legacy && named != Payer)
        {
            throw new ZeroGException(
                "ZgSubmitterUnsupported", ErrorKind.InvalidArgument,
                $"The Flow contract of {_network.Name} is of an older kind that names the payer, {Payer}, as the submitter. "
                + "Leave the submitter out, or pay from its wallet.", named);
        }

        return submissions.Count == 1
            ? SubmissionAbi.EncodeSubmit(submissions[0], named, legacy)
            : SubmissionAbi.EncodeBatchSubmit(submissions, named, legacy);
    }

    /// <summary>
    /// Tries both forms out, without value: a contract that knows the form answers or refuses with a reason (the missing fee), one that
    /// does not know it reverts with empty data.
    /// </summary>
    private async Task<bool> IsLegacyAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (_forms.IsLegacy(ChainId, Address) is { } known)
        {
            return known;
        }

        bool legacy = !await KnowsAsync(SubmissionAbi.EncodeSubmit(submission, Payer), cancellationToken)
            && await KnowsAsync(SubmissionAbi.EncodeSubmit(submission, Payer, legacy: true), cancellationToken);
        _forms.Remember(ChainId, Address, legacy);
        return legacy;
    }

    private async Task<bool> KnowsAsync(byte[] calldata, CancellationToken cancellationToken)
    {
        try
        {
            CallMessage trial = new() { From = Payer, To = Address, Data = calldata };
            byte[] answer = await _client.CallAsync(trial, BlockId.Latest, FlowContract.Errors, cancellationToken);
            return answer.Length > 0;
        }
        catch (RevertException revert)
        {
            return revert.Reason.Kind != RevertKind.Empty;
        }
    }

    private PendingSubmission Describe(IReadOnlyList<SubmittedFile> files, SentTransaction transaction) =>
        new(files, [transaction.Raw], _client.Rpc.TimeProvider.GetUtcNow());
}
