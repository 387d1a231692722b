using System.Numerics;
using ZeroG.Chain;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>
/// The Flow contract: takes submissions, current and legacy, gives each file its place in the flow, and keeps the tree over all of it.
/// </summary>
/// <remarks>Source: 0g-storage-contracts, contracts/dataFlow/Flow.sol and FixedPriceFlow.sol; storage.md §2.</remarks>
public sealed class FlowSystemContract : OwnedContract
{
    /// <summary>Blocks of an epoch on the turbo networks.</summary>
    public const ulong TurboBlocksPerEpoch = 3750;

    // Measured on no EVM: about what a submission of one node takes there, and the slots of a further node.
    private const ulong SubmissionGas = 150_000;
    private const ulong NodeGas = 30_000;

    private static readonly Hash256 PauserRole = Hash256.Keccak("PAUSER_ROLE"u8);

    private readonly Address _market;
    private readonly FlowTree _tree;
    private readonly FlowEpochs _epochs;
    private readonly JournaledValue<ulong> _submissions;
    private readonly JournaledMap<BigInteger, Hash256> _rootByTxSeq;
    private readonly JournaledValue<bool> _paused;

    /// <summary>A flow without files.</summary>
    /// <param name="journal">Where its state lives.</param>
    /// <param name="address">Where it lives.</param>
    /// <param name="market">Who names the price and takes the fees.</param>
    /// <param name="owner">Who may pause it.</param>
    /// <param name="blocksPerEpoch">Blocks of an epoch.</param>
    /// <param name="firstBlock">Block from which it takes submissions.</param>
    public FlowSystemContract(
        Journal journal, Address address, Address market, Address owner, ulong blocksPerEpoch = TurboBlocksPerEpoch, ulong firstBlock = 0)
        : base(address, "Flow", journal, owner, PauserRole)
    {
        _market = market;
        _tree = new FlowTree(journal);
        _epochs = new FlowEpochs(journal, _tree, firstBlock, blocksPerEpoch);
        _submissions = new JournaledValue<ulong>(journal, 0);
        _rootByTxSeq = new JournaledMap<BigInteger, Hash256>(journal);
        _paused = new JournaledValue<bool>(journal, false);
        HandleSubmissions();
        HandleEpochs();
        HandleReads();
        HandleSetup();
    }

    private void HandleSubmissions()
    {
        Handle(FlowContract.Submit, (call, arguments) => Submit(call, (object?[])arguments[0]!), SubmissionGas);
        Handle(FlowContract.BatchSubmit, (call, arguments) => SubmitMany(call, arguments, Submit));
        Handle(FlowContract.LegacySubmit, (call, arguments) => Submit(call, (object?[])arguments[0]!, call.Caller), SubmissionGas);
        Handle(
            FlowContract.LegacyBatchSubmit,
            (call, arguments) => SubmitMany(call, arguments, (inner, data) => Submit(inner, data, inner.Caller)));
        Handle(FlowContract.Pause, (call, _) => SetPaused(call, paused: true));
        Handle(FlowContract.Unpause, (call, _) => SetPaused(call, paused: false));
    }

    private void HandleEpochs()
    {
        Handle(FlowContract.MakeContext, (call, _) => MakeContext(call));

        // The contract counts from 0 to cnt inclusive.
        Handle(FlowContract.MakeContextFixedTimes, (call, arguments) => MakeContext(call, (BigInteger)arguments[0]! + 1));
        Handle(FlowContract.MakeContextWithResult, (call, _) =>
        {
            MakeContext(call);
            return [_epochs.Context.ToValues()];
        });
        Handle(FlowContract.QueryContextAtPosition, (call, arguments) =>
        {
            MakeContext(call);
            return [_epochs.Find((BigInteger)arguments[0]!).ToValues()];
        });
        Handle(FlowContract.ComputeFlowRoot, (_, _) =>
        {
            _tree.CommitRoot();
            return [_tree.Root];
        });
        Handle(FlowContract.Epoch, () => _epochs.Number);
        Handle(FlowContract.EpochStartPosition, () => (BigInteger)_epochs.StartPosition);
        Handle(FlowContract.FirstBlock, () => _epochs.FirstBlock);
        Handle(FlowContract.BlocksPerEpoch, () => _epochs.BlocksPerEpoch);
        Handle(FlowContract.GetContext, () => _epochs.Context.ToValues());
        Handle(FlowContract.GetEpochRange, (_, arguments) => [_epochs.RangeOf((Hash256)arguments[0]!).ToValues()[..2]]);
        Handle(FlowContract.GetEpochRangeHistory, (_, arguments) => [_epochs.HistoryAt((BigInteger)arguments[0]!).ToValues()]);
    }

    private void HandleReads()
    {
        Handle(FlowContract.Market, () => _market);
        Handle(FlowContract.NumSubmissions, () => _submissions.Value);
        Handle(FlowContract.SubmissionIndex, () => _submissions.Value);
        Handle(FlowContract.Paused, () => _paused.Value);
        Handle(FlowContract.Tree, (_, _) => [(BigInteger)_tree.Length, _tree.UnstagedHeight]);
        Handle(
            FlowContract.GetFlowRootByTxSeq, (_, arguments) => [_rootByTxSeq.GetValueOrDefault((BigInteger)arguments[0]!, Hash256.Zero)]);
    }

    private void HandleSetup()
    {
        Handle(FlowContract.PauserRole, () => PauserRole);
        Handle(FlowContract.DeployDelay, () => 0);
        HandleInitialize(FlowContract.Initialize);

        // It sets only what is not set, and all of it is.
        Handle(FlowContract.SetParams, (_, _) => []);
    }

    private object?[] SubmitMany(CallContext call, object?[] arguments, Func<CallContext, object?[], object?[]> submit)
    {
        RequireOpen(call);
        object?[] submissions = (object?[])arguments[0]!;
        object?[][] results = new object?[submissions.Length][];
        for (int i = 0; i < submissions.Length; i++)
        {
            call.UseGas(SubmissionGas);
            results[i] = submit(call, (object?[])submissions[i]!);
        }

        // Indexes, digests, starts and lengths, each as an array of its own.
        return [.. Enumerable.Range(0, 4).Select(field => (object?)results.Select(result => result[field]).ToArray())];
    }

    private object?[] Submit(CallContext call, object?[] submission) => Submit(call, (object?[])submission[0]!, (Address)submission[1]!);

    private object?[] Submit(CallContext call, object?[] data, Address submitter)
    {
        RequireOpen(call);
        FlowEntry entry = FlowEntry.Read(data, submitter);
        BigInteger sectors = (BigInteger)entry.Sectors;
        call.UseGas(NodeGas * (ulong)entry.Nodes.Count);
        PayMarket(call, sectors);
        _epochs.Advance(call, _submissions.Value);

        BigInteger start = (BigInteger)Place(call, entry);
        ulong index = _submissions.Value++;
        _tree.CommitRoot();
        _rootByTxSeq[index] = _tree.Root;
        call.Emit(FlowContract.SubmitEvent, submitter, entry.Identity, index, start, sectors, data);
        return [index, entry.Identity, start, sectors];
    }

    /// <summary>Pays with whatever lies in the contract: an overpayment stays for the next submitter.</summary>
    private void PayMarket(CallContext call, BigInteger sectors)
    {
        BigInteger price = (BigInteger)call.Call(_market, MarketContract.PricePerSector)[0]!;
        BigInteger paid = call.BalanceOf(Address);
        if (price * sectors > paid)
        {
            throw Revert(FlowContract.NotEnoughFee, price, sectors, paid);
        }

        call.Transfer(_market, price * sectors);
    }

    private UInt128 Place(CallContext call, FlowEntry entry)
    {
        UInt128 before = _tree.Length;
        _tree.Pad(entry.Nodes[0].Height, entry.Sectors);
        UInt128 start = _tree.Insert(entry.Nodes[0].Root, entry.Nodes[0].Height);
        foreach ((Hash256 root, int height) in entry.Nodes.Skip(1))
        {
            _tree.Insert(root, height);
        }

        call.Call(_market, MarketContract.ChargeFee, (BigInteger)before, (BigInteger)(_tree.Length - start), (BigInteger)(start - before));
        return start;
    }

    private object?[] MakeContext(CallContext call, BigInteger? limit = null)
    {
        RequireOpen(call);
        _epochs.Advance(call, _submissions.Value, limit);
        return [];
    }

    private object?[] SetPaused(CallContext call, bool paused)
    {
        Require(call, PauserRole);
        if (_paused.Value == paused)
        {
            throw Revert(paused ? FlowContract.EnforcedPause : FlowContract.ExpectedPause);
        }

        _paused.Value = paused;
        call.Emit(paused ? FlowContract.PausedEvent : FlowContract.UnpausedEvent, call.Caller);
        return [];
    }

    private void RequireOpen(CallContext call)
    {
        if (_paused.Value)
        {
            throw Revert(FlowContract.EnforcedPause);
        }

        if (call.Block.Number < _epochs.FirstBlock)
        {
            throw Revert("Contract has not launched.");
        }
    }
}
