using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.Mining;
using ZeroG.DevChain.Persistence;
using ZeroG.DevChain.Pool;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain;

/// <summary>
/// The chain without its RPC: state, blocks, pool and mining, and the few operations that change them together. Not thread safe;
/// <see cref="DevChain"/> lets one caller in at a time.
/// </summary>
internal sealed class ChainEngine
{
    /// <summary>How many blocks back the state can still be read; go-ethereum keeps 128.</summary>
    public const ulong StateWindow = 256;

    private readonly IChainRecorder? _recorder;
    private readonly BlockProducer _producer;
    private readonly SnapshotStore _snapshots = new();

    /// <summary>A chain at its genesis block.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="funded">Accounts that have the development balance.</param>
    /// <param name="genesisTime">Time of the genesis block in Unix seconds.</param>
    /// <param name="genesisSeed">What tells its genesis block from those of chains that began in the same second.</param>
    /// <param name="events">Who hears of what happens.</param>
    /// <param name="recorder">Who keeps it; null for nobody.</param>
    public ChainEngine(
        DevChainOptions options, IEnumerable<Address> funded, ulong genesisTime, Hash256 genesisSeed, ChainEvents events,
        IChainRecorder? recorder)
    {
        Options = options;
        Events = events;
        _recorder = recorder;
        Journal journal = new();
        State = new WorldState(journal);
        Contracts = new SystemContractSet(options.Contracts.Select(factory => factory(journal)));
        Settings = new MiningSettings(options);
        Clock = new ChainClock(options.TimeProvider);
        Rules = new AdmissionRules(options, State, Contracts);
        Executor = new Executor(State, Contracts, options.ChainId, number => Blocks[number].Hash, options.ZeroGravityMode);
        _producer = new BlockProducer(State, Blocks, Pool, Rules, Executor, Clock, Settings);
        SealGenesis(funded, genesisTime, genesisSeed);
    }

    public DevChainOptions Options { get; }

    public ChainEvents Events { get; }

    public WorldState State { get; }

    public SystemContractSet Contracts { get; }

    public BlockStore Blocks { get; } = new();

    public TransactionPool Pool { get; } = new();

    public AdmissionRules Rules { get; }

    public Executor Executor { get; }

    public ChainClock Clock { get; }

    public MiningSettings Settings { get; }

    /// <inheritdoc cref="BlockProducer.NextBaseFee"/>
    public System.Numerics.BigInteger NextBaseFee => _producer.NextBaseFee;

    /// <inheritdoc cref="BlockProducer.NextContext"/>
    public BlockContext NextContext() => _producer.NextContext();

    /// <summary>Takes a transaction into the pool and, with automine, mines what can be mined.</summary>
    /// <exception cref="JsonRpcException">It is refused; see <see cref="Refusal"/>.</exception>
    public void Submit(ChainTransaction transaction)
    {
        string? fault = Blocks.TryGetTransaction(transaction.Hash, out _) ? Refusal.AlreadyKnown
            : Rules.FindFault(transaction, Settings.BlockGasLimit)
            ?? (Settings.Automine ? AdmissionRules.FindFeeFault(transaction, NextBaseFee) : null)
            ?? Pool.FindFault(transaction);
        if (fault is not null)
        {
            throw Refusal.ToException(fault);
        }

        _recorder?.Transaction(transaction);
        Pool.Add(transaction);
        Events.RaiseTransactionPending(transaction);
        if (Settings.Automine)
        {
            MineWaiting();
        }
    }

    /// <summary>Mines blocks until no waiting transaction can be in the next one, or the next one cannot hold it.</summary>
    public void MineWaiting()
    {
        while (_producer.HasWork() && Mine().Transactions.Count > 0)
        {
        }
    }

    /// <summary>Mines one block, empty or not.</summary>
    public Block Mine()
    {
        State.Commit();
        long before = State.Journal.Position;
        try
        {
            Block block = _producer.Build();
            _recorder?.Block(block, Clock.Offset);
            Append(block);
            return block;
        }
        catch
        {
            State.Journal.RevertTo(before);
            throw;
        }
    }

    /// <summary>Does again what a chain's file tells of: the same transactions under the same circumstances.</summary>
    public Block Replay(BlockContext context, IEnumerable<ChainTransaction> transactions)
    {
        Block block = _producer.Rebuild(context, transactions);
        Append(block);
        return block;
    }

    /// <summary>The block that mining would make now; nothing is changed.</summary>
    public Block PeekPending()
    {
        using (Speculate())
        {
            return _producer.Build();
        }
    }

    /// <summary>Runs the waiting transactions on the present state; to be called while speculating.</summary>
    public void ApplyPending() => _producer.Build();

    /// <summary>Lets the state be changed at will until disposed, when all changes are taken back.</summary>
    public IDisposable Speculate()
    {
        State.Commit();
        return State.Journal.ViewAt(State.Journal.Position);
    }

    /// <summary>Shows the state after a block until disposed.</summary>
    /// <exception cref="JsonRpcException">The block is too far back.</exception>
    public IDisposable StateAt(Block block)
    {
        State.Commit();
        return block == Blocks.Latest ? State.Journal.ViewAt(State.Journal.Position)
            : block.StatePosition >= State.Journal.Oldest ? State.Journal.ViewAt(block.StatePosition)
            : throw Refusal.ToException(
                $"missing state of block {block.Number}: this chain keeps the state of the last {StateWindow} blocks");
    }

    /// <summary>Remembers the present for <see cref="TryRevert"/>.</summary>
    public ulong TakeSnapshot()
    {
        State.Commit();
        return _snapshots.Add(new SnapshotStore.Snapshot(State.Journal.Position, Blocks.Height, [.. Pool.All], Clock.Offset));
    }

    /// <summary>Goes back to a snapshot; false when there is none of that number.</summary>
    public bool TryRevert(ulong id)
    {
        if (!_snapshots.TryTake(id, out SnapshotStore.Snapshot? snapshot))
        {
            return false;
        }

        State.Journal.RevertTo(snapshot.StatePosition);
        IReadOnlyList<Block> removed = Blocks.RemoveAbove(snapshot.Height);
        Pool.ReplaceAll(snapshot.Waiting);
        Clock.Offset = snapshot.TimeOffset;
        if (removed.Count > 0)
        {
            Events.RaiseBlocksRemoved(removed);
        }

        return true;
    }

    private void SealGenesis(IEnumerable<Address> funded, ulong timestamp, Hash256 seed)
    {
        foreach (Address address in funded)
        {
            State.SetBalance(address, Options.DevelopmentBalance.Wei);
        }

        foreach (ISystemContract contract in Contracts.All)
        {
            // Contracts begin at nonce 1 (EIP-161).
            State.SetCode(contract.Address, SystemContractSet.MarkerOf(contract));
            State.SetNonce(contract.Address, 1);
        }

        BlockContext context = new(0, timestamp, Options.InitialBaseFee, Options.BlockGasLimit, Address.Zero, seed);
        Blocks.Append(new BlockBuilder(State, Executor, context, Hash256.Zero).Seal());
    }

    private void Append(Block block)
    {
        _producer.Append(block);
        ForgetOldState();
        Events.RaiseBlockSealed(block);
    }

    private void ForgetOldState()
    {
        if (Blocks.Height < StateWindow)
        {
            return;
        }

        long keep = Blocks[Blocks.Height - StateWindow].StatePosition;
        keep = Math.Min(keep, _snapshots.OldestPosition ?? keep);
        if (keep > State.Journal.Oldest)
        {
            State.Journal.Forget(keep);
        }
    }
}
