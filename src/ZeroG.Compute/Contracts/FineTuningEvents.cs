using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Events of the contract of fine-tuning services, their sub-accounts, deliverables and the settlement of fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningServing.sol; one form on all networks.</remarks>
public static class FineTuningEvents
{
    public static AbiEvent AccountDeleted { get; } =
        AbiEvent.Parse("event AccountDeleted(address indexed user, address indexed provider, uint256 refundedAmount)");

    public static AbiEvent BalanceUpdated { get; } =
        AbiEvent.Parse("event BalanceUpdated(address indexed user, address indexed provider, uint256 amount, uint256 pendingRefund)");

    public static AbiEvent DeliverableAbandoned { get; } = AbiEvent.Parse(
        "event DeliverableAbandoned(address indexed user, address indexed provider, string deliverableId, "
        + "uint256 timestamp)");

    public static AbiEvent DeliverableAcknowledged { get; } = AbiEvent.Parse(
        "event DeliverableAcknowledged(address indexed user, address indexed provider, string deliverableId, "
        + "uint256 timestamp)");

    public static AbiEvent DeliverableAdded { get; } = AbiEvent.Parse(
        "event DeliverableAdded(address indexed user, address indexed provider, string deliverableId, bytes modelRootHash, "
        + "uint256 timestamp)");

    public static AbiEvent DeliverableEvicted { get; } = AbiEvent.Parse(
        "event DeliverableEvicted(address indexed provider, address indexed user, string evictedDeliverableId, "
        + "string newDeliverableId, uint256 timestamp)");

    public static AbiEvent FeesSettled { get; } = AbiEvent.Parse(
        "event FeesSettled(address indexed user, address indexed provider, string deliverableId, uint256 fee, "
        + "bool acknowledged, uint256 nonce)");

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

    public static AbiEvent ServiceRemoved { get; } = AbiEvent.Parse("event ServiceRemoved(address indexed provider)");

    public static AbiEvent ServiceUpdated { get; } = AbiEvent.Parse(
        $"event ServiceUpdated(address indexed provider, string url, {FineTuningContract.QuotaTuple} quota, uint256 pricePerToken, "
        + "address teeSignerAddress, bool occupied)");

    /// <summary>All events, for reading a log.</summary>
    public static IReadOnlyList<AbiEvent> All { get; } =
    [
        AccountDeleted, BalanceUpdated, DeliverableAbandoned, DeliverableAcknowledged, DeliverableAdded, DeliverableEvicted, FeesSettled,
        Initialized, LockTimeUpdated, OwnershipTransferred, ProviderStakeReturned, ProviderStaked, ProviderTEESignerAcknowledged,
        RefundRequested, ServiceRemoved, ServiceUpdated,
    ];
}
