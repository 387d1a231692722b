using ZeroG.Chain.Abi;

namespace ZeroG.Storage.Contracts;

/// <summary>
/// The Flow contract, which takes submissions and gives files their place in the log (0G storage contracts at 40e6dec, IFlow.sol).
/// The legacy forms of <c>submit</c> name no submitter; networks used them until January 2026.
/// </summary>
public static class FlowContract
{
    private const string Data = "tuple(uint256 length, bytes tags, tuple(bytes32 root, uint256 height)[] nodes)";
    private const string WithSubmitter = $"tuple({Data} data, address submitter)";
    private const string Placed = "returns (uint256 index, bytes32 digest, uint256 startIndex, uint256 length)";
    private const string PlacedMany = "returns (uint256[] indexes, bytes32[] digests, uint256[] startIndexes, uint256[] lengths)";
    private const string Context =
        "tuple(uint256 epoch, uint256 mineStart, bytes32 flowRoot, uint256 flowLength, bytes32 blockDigest, bytes32 digest)";

    public static AbiFunction Submit { get; } = AbiFunction.Parse($"function submit({WithSubmitter} submission) payable {Placed}");

    public static AbiFunction BatchSubmit { get; } =
        AbiFunction.Parse($"function batchSubmit({WithSubmitter}[] submissions) payable {PlacedMany}");

    public static AbiFunction LegacySubmit { get; } = AbiFunction.Parse($"function submit({Data} submission) payable {Placed}");

    public static AbiFunction LegacyBatchSubmit { get; } =
        AbiFunction.Parse($"function batchSubmit({Data}[] submissions) payable {PlacedMany}");

    public static AbiFunction Market { get; } = AbiFunction.Parse("function market() view returns (address)");

    public static AbiFunction NumSubmissions { get; } = AbiFunction.Parse("function numSubmissions() view returns (uint256)");

    public static AbiFunction SubmissionIndex { get; } = AbiFunction.Parse("function submissionIndex() view returns (uint256)");

    public static AbiFunction Epoch { get; } = AbiFunction.Parse("function epoch() view returns (uint256)");

    public static AbiFunction EpochStartPosition { get; } = AbiFunction.Parse("function epochStartPosition() view returns (uint256)");

    public static AbiFunction FirstBlock { get; } = AbiFunction.Parse("function firstBlock() view returns (uint256)");

    public static AbiFunction BlocksPerEpoch { get; } = AbiFunction.Parse("function blocksPerEpoch() view returns (uint256)");

    public static AbiFunction RootHistory { get; } = AbiFunction.Parse("function rootHistory() view returns (address)");

    public static AbiFunction Tree { get; } =
        AbiFunction.Parse("function tree() view returns (uint256 currentLength, uint256 unstagedHeight)");

    public static AbiFunction GetFlowRootByTxSeq { get; } =
        AbiFunction.Parse("function getFlowRootByTxSeq(uint256 txSeq) view returns (bytes32)");

    public static AbiFunction GetContext { get; } = AbiFunction.Parse($"function getContext() view returns ({Context})");

    public static AbiFunction GetEpochRange { get; } =
        AbiFunction.Parse("function getEpochRange(bytes32 digest) view returns (tuple(uint128 start, uint128 end))");

    public static AbiFunction GetEpochRangeHistory { get; } =
        AbiFunction.Parse("function getEpochRangeHistory(uint256 index) view returns (tuple(uint128 start, uint128 end, bytes32 digest))");

    public static AbiFunction QueryContextAtPosition { get; } =
        AbiFunction.Parse("function queryContextAtPosition(uint128 targetPosition) returns (tuple(uint128 start, uint128 end, "
            + "bytes32 digest) range)");

    public static AbiFunction MakeContext { get; } = AbiFunction.Parse("function makeContext()");

    public static AbiFunction MakeContextFixedTimes { get; } = AbiFunction.Parse("function makeContextFixedTimes(uint256 cnt)");

    public static AbiFunction MakeContextWithResult { get; } = AbiFunction.Parse($"function makeContextWithResult() returns ({Context})");

    public static AbiFunction ComputeFlowRoot { get; } = AbiFunction.Parse("function computeFlowRoot() returns (bytes32)");

    public static AbiFunction Paused { get; } = AbiFunction.Parse("function paused() view returns (bool)");

    public static AbiFunction Pause { get; } = AbiFunction.Parse("function pause()");

    public static AbiFunction Unpause { get; } = AbiFunction.Parse("function unpause()");

    /// <summary>The role that may pause.</summary>
    public static AbiFunction PauserRole { get; } = AbiFunction.Parse("function PAUSER_ROLE() view returns (bytes32)");

    public static AbiFunction Initialize { get; } = AbiFunction.Parse("function initialize(address market_, uint256 blocksPerEpoch_)");

    /// <summary>Sets what is not set yet; anyone may call it.</summary>
    public static AbiFunction SetParams { get; } =
        AbiFunction.Parse("function setParams(uint256 blocksPerEpoch_, uint256 firstBlock_, address rootHistory_)");

    /// <summary>Blocks between the deployment and the first block.</summary>
    public static AbiFunction DeployDelay { get; } = AbiFunction.Parse("function deployDelay() view returns (uint256)");

    /// <summary>All functions, for a contract that answers calls.</summary>
    public static IReadOnlyList<AbiFunction> Functions { get; } =
    [
        Submit, BatchSubmit, LegacySubmit, LegacyBatchSubmit, Market, NumSubmissions, SubmissionIndex, Epoch, EpochStartPosition,
        FirstBlock, BlocksPerEpoch, RootHistory, Tree, GetFlowRootByTxSeq, GetContext, GetEpochRange, GetEpochRangeHistory,
        QueryContextAtPosition, MakeContext, MakeContextFixedTimes, MakeContextWithResult, ComputeFlowRoot, Paused, Pause, Unpause,
        PauserRole, Initialize, SetParams, DeployDelay, .. AccessControlContract.Functions,
    ];

    /// <summary>A file took its place. <c>length</c> counts sectors; the file's bytes are <c>submission.length</c>.</summary>
    public static AbiEvent SubmitEvent { get; } = AbiEvent.Parse(
        "event Submit(address indexed sender, bytes32 indexed identity, uint256 submissionIndex, uint256 startPos, uint256 length, "
        + $"{Data} submission)");

    public static AbiEvent NewEpochEvent { get; } = AbiEvent.Parse(
        "event NewEpoch(address indexed sender, uint256 indexed index, bytes32 startMerkleRoot, uint256 submissionIndex, "
        + "uint256 flowLength, bytes32 context)");

    public static AbiEvent PausedEvent { get; } = AbiEvent.Parse("event Paused(address account)");

    public static AbiEvent UnpausedEvent { get; } = AbiEvent.Parse("event Unpaused(address account)");

    /// <summary>The fee is not covered: price of a sector, sectors, and the contract's balance.</summary>
    public static AbiError NotEnoughFee { get; } = AbiError.Parse("error NotEnoughFee(uint256 price, uint256 amount, uint256 paid)");

    public static AbiError InvalidSubmission { get; } = AbiError.Parse("error InvalidSubmission()");

    public static AbiError EnforcedPause { get; } = AbiError.Parse("error EnforcedPause()");

    public static AbiError ExpectedPause { get; } = AbiError.Parse("error ExpectedPause()");

    /// <summary>All errors, for decoding a revert.</summary>
    public static IReadOnlyList<AbiError> Errors { get; } =
    [
        NotEnoughFee, InvalidSubmission, EnforcedPause, ExpectedPause, .. AccessControlContract.Errors,
    ];
}
