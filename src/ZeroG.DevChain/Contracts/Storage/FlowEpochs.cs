using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>
/// The epochs of the flow: every so many blocks its root is put on record, and miners prove against that until the next one.
/// </summary>
/// <remarks>Source: 0g-storage-contracts, contracts/dataFlow/Flow.sol, _makeContext and queryContextAtPosition.</remarks>
internal sealed class FlowEpochs
{
    // Storing a context: a new root, range and history entry of two slots each.
    private const ulong ContextGas = 100_000;

    // EIP-2935: an epoch whose first block is further back has no block hash any more.
    private const ulong HashWindow = 8191;

    // keccak256 of nothing: the digests of a context that cannot be mined on.
    private static readonly Hash256 EmptyDigest = Hash256.Keccak([]);

    private static readonly IReadOnlyList<AbiType> DigestTypes =
        [AbiType.Parse("bytes32"), AbiType.Parse("bytes32"), AbiType.Parse("uint256")];

    private readonly FlowTree _tree;
    private readonly JournaledValue<MineContext> _context;
    private readonly JournaledValue<UInt128> _startPosition;
    private readonly JournaledMap<Hash256, EpochRange> _ranges;
    private readonly JournaledList<EpochRange> _history;

    public FlowEpochs(Journal journal, FlowTree tree, ulong firstBlock, ulong blocksPerEpoch)
    {
        _tree = tree;
        FirstBlock = firstBlock;
        BlocksPerEpoch = blocksPerEpoch;
        _context = new JournaledValue<MineContext>(journal, new MineContext(0, 0, tree.Root, tree.Length, EmptyDigest, EmptyDigest));
        _startPosition = new JournaledValue<UInt128>(journal, 0);
        _ranges = new JournaledMap<Hash256, EpochRange>(journal);
        _history = new JournaledList<EpochRange>(journal);
    }

    public ulong FirstBlock { get; }

    public ulong BlocksPerEpoch { get; }

    public ulong Number => Context.Epoch;

    public MineContext Context => _context.Value;

    public UInt128 StartPosition => _startPosition.Value;

    /// <summary>The range of a context; zeros for an unknown one.</summary>
    public EpochRange RangeOf(Hash256 digest) => _ranges.GetValueOrDefault(digest, EpochRange.None);

    /// <exception cref="RevertException">There is no such entry.</exception>
    public EpochRange HistoryAt(BigInteger index) => index < _history.Count ? _history[(int)index] : throw RevertException.Panic(0x32);

    /// <summary>Begins all epochs that are due, at most as many as given.</summary>
    /// <param name="call">The call; new epochs are emitted in its name.</param>
    /// <param name="submissions">Submissions so far, for the event.</param>
    /// <param name="limit">Most epochs to begin; null for no limit.</param>
    public void Advance(CallContext call, ulong submissions, BigInteger? limit = null)
    {
        for (BigInteger begun = 0; (limit is null || begun < limit) && TryBegin(call, submissions); begun++)
        {
        }
    }

    /// <summary>The range that holds a sector of an epoch that is over.</summary>
    /// <exception cref="RevertException">The sector is not there yet, or its epoch is not over.</exception>
    public EpochRange Find(BigInteger position)
    {
        if (position >= (BigInteger)_tree.Length)
        {
            throw RevertException.WithText("Queried position exceeds upper bound");
        }

        int low = 0;
        int high = _history.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            EpochRange range = _history[middle];
            if (position >= (BigInteger)range.End)
            {
                low = middle + 1;
            }
            else if (position >= (BigInteger)range.Start)
            {
                return range;
            }
            else
            {
                high = middle;
            }
        }

        throw RevertException.WithText("Can not find proper context");
    }

    private bool TryBegin(CallContext call, ulong submissions)
    {
        ulong start = FirstBlock + ((Number + 1) * BlocksPerEpoch);
        if (start >= call.Block.Number)
        {
            return false;
        }

        call.UseGas(ContextGas);
        _tree.CommitRoot();
        Hash256 root = _tree.Root;
        UInt128 length = _tree.Length;
        Hash256 blockDigest = EmptyDigest;
        Hash256 digest = EmptyDigest;
        if (start + HashWindow >= call.Block.Number)
        {
            blockDigest = call.BlockHash(start);
            digest = Hash256.Keccak(AbiCoder.Encode(DigestTypes, [blockDigest, root, (BigInteger)length]));
            EpochRange range = new(StartPosition, length, digest);
            _ranges[digest] = range;
            _history.Add(range);
            _startPosition.Value = length;
        }

        _context.Value = new MineContext(Number + 1, start, root, length, blockDigest, digest);
        call.Emit(FlowContract.NewEpochEvent, call.Caller, Number, root, submissions, (BigInteger)length, digest);
        return true;
    }
}
