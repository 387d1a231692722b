using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Events of the contract of inference services, their sub-accounts and the settlement of fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol; one form on all networks.</remarks>
public static class InferenceEvents
{
    public static AbiEvent AccountDeleted { get; } =
        AbiEvent.Parse("event AccountDeleted(address indexed user, address indexed provider, uint256 refundedAmount)");

    public static AbiEvent AllTokensRevoked { get; } =
        AbiEvent.Parse("event AllTokensRevoked(address indexed user, address indexed provider, uint256 newGeneration)");

    public static AbiEvent BalanceUpdated { get; } =
        AbiEvent.Parse("event BalanceUpdated(address indexed user, address indexed provider, uint256 amount, uint256 pendingRefund)");

    public static AbiEvent BatchBalanceUpdated { get; } =
        AbiEvent.Parse("event BatchBalanceUpdated(address[] users, uint256[] balances, uint256[] pendingRefunds)");

    public static AbiEvent ContractInitialized { get; } =
        AbiEvent.Parse("event ContractInitialized(address indexed owner, uint256 lockTime, address ledgerAddress)");

    public static AbiEvent Initialized { get; } = AbiEvent.Parse("event Initialized(uint8 version)");

    public static AbiEvent LockTimeUpdated { get; } = AbiEvent.Parse("event LockTimeUpdated(uint256 oldLockTime, uint256 newLockTime)");

    public static AbiEvent OwnershipTransferred { get; } =
        AbiEvent.Parse("event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)");

    public static AbiEvent ProviderStakeReturned { get; } =
        AbiEvent.Parse("event ProviderStakeReturned(address indexed provider, uint256 amount)");

    public static AbiEvent ProviderStaked { get; } = AbiEvent.Parse("event ProviderStaked(address indexed provider, uint256 amount)");

    public static AbiEvent ProviderTEESignerAcknowledged { get; } = AbiEvent.Parse(
        "event ProviderTEESignerAcknowledged(address indexed provider, address indexed teeSignerAddress, "
        + "bool acknowledged)");

    public static AbiEvent RefundRequested { get; } =
        AbiEvent.Parse("event RefundRequested(address indexed user, address indexed provider, uint256 indexed index, uint256 timestamp)");

    public static AbiEvent ServiceRemoved { get; } = AbiEvent.Parse("event ServiceRemoved(address indexed service)");

    public static AbiEvent ServiceUpdated { get; } = AbiEvent.Parse(
        "event ServiceUpdated(address indexed service, string serviceType, string url, uint256 inputPrice, "
        + "uint256 outputPrice, uint256 updatedAt, string model, string verifiability)");

    public static AbiEvent TEESettlementResult { get; } =
        AbiEvent.Parse("event TEESettlementResult(address indexed user, uint8 status, uint256 unsettledAmount)");

    public static AbiEvent TokenRevoked { get; } =
        AbiEvent.Parse("event TokenRevoked(address indexed user, address indexed provider, uint8 tokenId)");

    public static AbiEvent TokensRevoked { get; } =
        AbiEvent.Parse("event TokensRevoked(address indexed user, address indexed provider, uint8[] tokenIds)");

    /// <summary>All events, for reading a log.</summary>
    public static IReadOnlyList<AbiEvent> All { get; } =
    [
        AccountDeleted, AllTokensRevoked, BalanceUpdated, BatchBalanceUpdated, ContractInitialized, Initialized, LockTimeUpdated,
        OwnershipTransferred, ProviderStakeReturned, ProviderStaked, ProviderTEESignerAcknowledged, RefundRequested, ServiceRemoved,
        ServiceUpdated, TEESettlementResult, TokenRevoked, TokensRevoked,
    ];
}
