using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Functions of the contract of fine-tuning services, their sub-accounts, deliverables and the settlement of fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningServing.sol; one form on all networks.</remarks>
public static class FineTuningContract
{
    internal const string QuotaTuple =
        "tuple(uint256 cpuCount, uint256 nodeMemory, uint256 gpuCount, uint256 nodeStorage, string gpuType)";

    internal const string ServiceTuple =
        $"tuple(address provider, string url, {QuotaTuple} quota, uint256 pricePerToken, bool occupied, "
        + "string[] models, address teeSignerAddress, bool teeSignerAcknowledged)";

    internal const string RefundTuple = "tuple(uint256 index, uint256 amount, uint256 createdAt, bool _deprecated_processed)";

    internal const string DeliverableTuple =
        "tuple(string id, bytes modelRootHash, bytes encryptedSecret, bool acknowledged, uint248 timestamp, "
        + "bool settled)";

    internal const string AccountDetailsTuple =
        "tuple(address user, address provider, uint256 nonce, uint256 balance, uint256 pendingRefund, "
        + $"{RefundTuple}[] refunds, string additionalInfo, {DeliverableTuple}[] deliverables, "
        + "uint256 validRefundsLength, uint256 deliverablesHead, uint256 deliverablesCount, bool acknowledged)";

    internal const string AccountSummaryTuple =
        "tuple(address user, address provider, uint256 nonce, uint256 balance, uint256 pendingRefund, "
        + "string additionalInfo, uint256 validRefundsLength, uint256 deliverablesCount, bool acknowledged)";

    internal const string VerifierInputTuple =
        "tuple(string id, bytes encryptedSecret, bytes modelRootHash, uint256 nonce, bytes signature, uint256 taskFee, "
        + "address user)";

    public static AbiFunction MaxLocktime { get; } = AbiFunction.Parse("function MAX_LOCKTIME() view returns (uint256)");

    public static AbiFunction MinLocktime { get; } = AbiFunction.Parse("function MIN_LOCKTIME() view returns (uint256)");

    public static AbiFunction MinProviderStake { get; } = AbiFunction.Parse("function MIN_PROVIDER_STAKE() view returns (uint256)");

    public static AbiFunction AbandonDeliverable { get; } = AbiFunction.Parse("function abandonDeliverable(address user, string id)");

    public static AbiFunction AccountExists { get; } =
        AbiFunction.Parse("function accountExists(address user, address provider) view returns (bool)");

    public static AbiFunction AcknowledgeDeliverable { get; } =
        AbiFunction.Parse("function acknowledgeDeliverable(address provider, string id)");

    public static AbiFunction AcknowledgeTEESigner { get; } =
        AbiFunction.Parse("function acknowledgeTEESigner(address provider, bool acknowledged)");

    public static AbiFunction AcknowledgeTEESignerByOwner { get; } =
        AbiFunction.Parse("function acknowledgeTEESignerByOwner(address provider)");

    public static AbiFunction AddAccount { get; } =
        AbiFunction.Parse("function addAccount(address user, address provider, string additionalInfo) payable");

    public static AbiFunction AddDeliverable { get; } =
        AbiFunction.Parse("function addDeliverable(address user, string id, bytes modelRootHash)");

    public static AbiFunction AddOrUpdateService { get; } = AbiFunction.Parse(
        $"function addOrUpdateService(string url, {QuotaTuple} quota, uint256 pricePerToken, bool occupied, "
        + "string[] models, address teeSignerAddress) payable");

    public static AbiFunction DeleteAccount { get; } = AbiFunction.Parse("function deleteAccount(address user, address provider)");

    public static AbiFunction DepositFund { get; } =
        AbiFunction.Parse("function depositFund(address user, address provider, uint256 cancelRetrievingAmount) payable");

    public static AbiFunction GetAccount { get; } =
        AbiFunction.Parse($"function getAccount(address user, address provider) view returns ({AccountDetailsTuple})");

    public static AbiFunction GetAccountsByProvider { get; } = AbiFunction.Parse(
        "function getAccountsByProvider(address provider, uint256 offset, uint256 limit) "
        + $"view returns ({AccountSummaryTuple}[] accounts, uint256 total)");

    public static AbiFunction GetAccountsByUser { get; } = AbiFunction.Parse(
        "function getAccountsByUser(address user, uint256 offset, uint256 limit) "
        + $"view returns ({AccountSummaryTuple}[] accounts, uint256 total)");

    public static AbiFunction GetAllAccounts { get; } = AbiFunction.Parse(
        "function getAllAccounts(uint256 offset, uint256 limit) "
        + $"view returns ({AccountSummaryTuple}[] accounts, uint256 total)");

    public static AbiFunction GetAllServices { get; } =
        AbiFunction.Parse($"function getAllServices() view returns ({ServiceTuple}[] services)");

    public static AbiFunction GetBatchAccountsByUsers { get; } =
        AbiFunction.Parse($"function getBatchAccountsByUsers(address[] users) view returns ({AccountSummaryTuple}[] accounts)");

    public static AbiFunction GetDeliverable { get; } =
        AbiFunction.Parse($"function getDeliverable(address user, address provider, string id) view returns ({DeliverableTuple})");

    public static AbiFunction GetDeliverables { get; } =
        AbiFunction.Parse($"function getDeliverables(address user, address provider) view returns ({DeliverableTuple}[])");

    public static AbiFunction GetPendingRefund { get; } =
        AbiFunction.Parse("function getPendingRefund(address user, address provider) view returns (uint256)");

    public static AbiFunction GetService { get; } =
        AbiFunction.Parse($"function getService(address provider) view returns ({ServiceTuple} service)");

    public static AbiFunction Initialize { get; } =
        AbiFunction.Parse("function initialize(uint256 _locktime, address _ledgerAddress, address owner, uint256 _penaltyPercentage)");

    public static AbiFunction Initialized { get; } = AbiFunction.Parse("function initialized() view returns (bool)");

    public static AbiFunction LedgerAddress { get; } = AbiFunction.Parse("function ledgerAddress() view returns (address)");

    public static AbiFunction LockTime { get; } = AbiFunction.Parse("function lockTime() view returns (uint256)");

    public static AbiFunction Owner { get; } = AbiFunction.Parse("function owner() view returns (address)");

    public static AbiFunction PenaltyPercentage { get; } = AbiFunction.Parse("function penaltyPercentage() view returns (uint256)");

    public static AbiFunction ProcessRefund { get; } = AbiFunction.Parse(
        "function processRefund(address user, address provider) "
        + "returns (uint256 totalAmount, uint256 balance, uint256 pendingRefund)");

    public static AbiFunction RemoveService { get; } = AbiFunction.Parse("function removeService()");

    public static AbiFunction RenounceOwnership { get; } = AbiFunction.Parse("function renounceOwnership()");

    public static AbiFunction RequestRefundAll { get; } = AbiFunction.Parse("function requestRefundAll(address user, address provider)");

    public static AbiFunction RevokeTEESignerAcknowledgement { get; } =
        AbiFunction.Parse("function revokeTEESignerAcknowledgement(address provider)");

    public static AbiFunction SettleFees { get; } = AbiFunction.Parse($"function settleFees({VerifierInputTuple} verifierInput)");

    public static AbiFunction SupportsInterface { get; } =
        AbiFunction.Parse("function supportsInterface(bytes4 interfaceId) view returns (bool)");

    public static AbiFunction TransferOwnership { get; } = AbiFunction.Parse("function transferOwnership(address newOwner)");

    public static AbiFunction UpdateLockTime { get; } = AbiFunction.Parse("function updateLockTime(uint256 _locktime)");

    public static AbiFunction UpdatePenaltyPercentage { get; } =
        AbiFunction.Parse("function updatePenaltyPercentage(uint256 _penaltyPercentage)");

    /// <summary>All functions, for a contract that answers calls.</summary>
    public static IReadOnlyList<AbiFunction> Functions { get; } =
    [
        MaxLocktime, MinLocktime, MinProviderStake, AbandonDeliverable, AccountExists, AcknowledgeDeliverable, AcknowledgeTEESigner,
        AcknowledgeTEESignerByOwner, AddAccount, AddDeliverable, AddOrUpdateService, DeleteAccount, DepositFund, GetAccount,
        GetAccountsByProvider, GetAccountsByUser, GetAllAccounts, GetAllServices, GetBatchAccountsByUsers, GetDeliverable,
        GetDeliverables, GetPendingRefund, GetService, Initialize, Initialized, LedgerAddress, LockTime, Owner, PenaltyPercentage,
        ProcessRefund, RemoveService, RenounceOwnership, RequestRefundAll, RevokeTEESignerAcknowledgement, SettleFees, SupportsInterface,
        TransferOwnership, UpdateLockTime, UpdatePenaltyPercentage,
    ];
}
