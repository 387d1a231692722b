using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Functions of the contract of inference services, their sub-accounts and the settlement of fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol; one form on all networks.</remarks>
public static class InferenceContract
{
    internal const string RefundTuple = "tuple(uint256 index, uint256 amount, uint256 createdAt, bool processed)";

    internal const string AccountTuple =
        "tuple(address user, address provider, uint256 nonce, uint256 balance, uint256 pendingRefund, "
        + $"{RefundTuple}[] refunds, string additionalInfo, bool acknowledged, uint256 validRefundsLength, "
        + "uint256 generation, uint256 revokedBitmap)";

    internal const string ServiceTuple =
        "tuple(address provider, string serviceType, string url, uint256 inputPrice, uint256 outputPrice, "
        + "uint256 updatedAt, string model, string verifiability, string additionalInfo, address teeSignerAddress, "
        + "bool teeSignerAcknowledged)";

    internal const string ServiceParamsTuple =
        "tuple(string serviceType, string url, string model, string verifiability, uint256 inputPrice, "
        + "uint256 outputPrice, string additionalInfo, address teeSignerAddress)";

    internal const string TEESettlementDataTuple =
        "tuple(address user, address provider, uint256 totalFee, bytes32 requestsHash, uint256 nonce, bytes signature)";

    public static AbiFunction MaxLocktime { get; } = AbiFunction.Parse("function MAX_LOCKTIME() view returns (uint256)");

    public static AbiFunction MinLocktime { get; } = AbiFunction.Parse("function MIN_LOCKTIME() view returns (uint256)");

    public static AbiFunction MinProviderStake { get; } = AbiFunction.Parse("function MIN_PROVIDER_STAKE() view returns (uint256)");

    public static AbiFunction AccountExists { get; } =
        AbiFunction.Parse("function accountExists(address user, address provider) view returns (bool)");

    public static AbiFunction AcknowledgeTEESigner { get; } =
        AbiFunction.Parse("function acknowledgeTEESigner(address provider, bool acknowledged)");

    public static AbiFunction AcknowledgeTEESignerByOwner { get; } =
        AbiFunction.Parse("function acknowledgeTEESignerByOwner(address provider)");

    public static AbiFunction AddAccount { get; } =
        AbiFunction.Parse("function addAccount(address user, address provider, string additionalInfo) payable");

    public static AbiFunction AddOrUpdateService { get; } =
        AbiFunction.Parse($"function addOrUpdateService({ServiceParamsTuple} params) payable");

    public static AbiFunction DeleteAccount { get; } = AbiFunction.Parse("function deleteAccount(address user, address provider)");

    public static AbiFunction DepositFund { get; } =
        AbiFunction.Parse("function depositFund(address user, address provider, uint256 cancelRetrievingAmount) payable");

    public static AbiFunction GetAccount { get; } =
        AbiFunction.Parse($"function getAccount(address user, address provider) view returns ({AccountTuple})");

    public static AbiFunction GetAccountsByProvider { get; } = AbiFunction.Parse(
        "function getAccountsByProvider(address provider, uint256 offset, uint256 limit) "
        + $"view returns ({AccountTuple}[] accounts, uint256 total)");

    public static AbiFunction GetAccountsByUser { get; } = AbiFunction.Parse(
        "function getAccountsByUser(address user, uint256 offset, uint256 limit) "
        + $"view returns ({AccountTuple}[] accounts, uint256 total)");

    public static AbiFunction GetAllAccounts { get; } = AbiFunction.Parse(
        "function getAllAccounts(uint256 offset, uint256 limit) "
        + $"view returns ({AccountTuple}[] accounts, uint256 total)");

    public static AbiFunction GetAllServices { get; } = AbiFunction.Parse(
        "function getAllServices(uint256 offset, uint256 limit) "
        + $"view returns ({ServiceTuple}[] services, uint256 total)");

    public static AbiFunction GetBatchAccountsByUsers { get; } =
        AbiFunction.Parse($"function getBatchAccountsByUsers(address[] users) view returns ({AccountTuple}[] accounts)");

    public static AbiFunction GetPendingRefund { get; } =
        AbiFunction.Parse("function getPendingRefund(address user, address provider) view returns (uint256)");

    public static AbiFunction GetService { get; } =
        AbiFunction.Parse($"function getService(address provider) view returns ({ServiceTuple} service)");

    public static AbiFunction Initialize { get; } =
        AbiFunction.Parse("function initialize(uint256 _locktime, address _ledgerAddress, address owner)");

    public static AbiFunction Initialized { get; } = AbiFunction.Parse("function initialized() view returns (bool)");

    public static AbiFunction IsTokenRevoked { get; } =
        AbiFunction.Parse("function isTokenRevoked(address user, address provider, uint8 tokenId) view returns (bool)");

    public static AbiFunction LedgerAddress { get; } = AbiFunction.Parse("function ledgerAddress() view returns (address)");

    public static AbiFunction LockTime { get; } = AbiFunction.Parse("function lockTime() view returns (uint256)");

    public static AbiFunction Owner { get; } = AbiFunction.Parse("function owner() view returns (address)");

    public static AbiFunction PreviewSettlementResults { get; } = AbiFunction.Parse(
        $"function previewSettlementResults({TEESettlementDataTuple}[] settlements) "
        + "view returns (address[] failedUsers, uint8[] failureReasons, address[] partialUsers, uint256[] partialAmounts)");

    public static AbiFunction ProcessRefund { get; } = AbiFunction.Parse(
        "function processRefund(address user, address provider) "
        + "returns (uint256 totalAmount, uint256 balance, uint256 pendingRefund)");

    public static AbiFunction RemoveService { get; } = AbiFunction.Parse("function removeService()");

    public static AbiFunction RenounceOwnership { get; } = AbiFunction.Parse("function renounceOwnership()");

    public static AbiFunction RequestRefundAll { get; } = AbiFunction.Parse("function requestRefundAll(address user, address provider)");

    public static AbiFunction RevokeAllTokens { get; } = AbiFunction.Parse("function revokeAllTokens(address provider)");

    public static AbiFunction RevokeTEESignerAcknowledgement { get; } =
        AbiFunction.Parse("function revokeTEESignerAcknowledgement(address provider)");

    public static AbiFunction RevokeToken { get; } = AbiFunction.Parse("function revokeToken(address provider, uint8 tokenId)");

    public static AbiFunction RevokeTokens { get; } = AbiFunction.Parse("function revokeTokens(address provider, uint8[] tokenIds)");

    public static AbiFunction ServiceExists { get; } = AbiFunction.Parse("function serviceExists(address provider) view returns (bool)");

    public static AbiFunction SettleFeesWithTEE { get; } =
        AbiFunction.Parse($"function settleFeesWithTEE({TEESettlementDataTuple}[] settlements) returns (uint8[] statuses)");

    public static AbiFunction SupportsInterface { get; } =
        AbiFunction.Parse("function supportsInterface(bytes4 interfaceId) view returns (bool)");

    public static AbiFunction TransferOwnership { get; } = AbiFunction.Parse("function transferOwnership(address newOwner)");

    public static AbiFunction UpdateLockTime { get; } = AbiFunction.Parse("function updateLockTime(uint256 _locktime)");

    /// <summary>All functions, for a contract that answers calls.</summary>
    public static IReadOnlyList<AbiFunction> Functions { get; } =
    [
        MaxLocktime, MinLocktime, MinProviderStake, AccountExists, AcknowledgeTEESigner, AcknowledgeTEESignerByOwner, AddAccount,
        AddOrUpdateService, DeleteAccount, DepositFund, GetAccount, GetAccountsByProvider, GetAccountsByUser, GetAllAccounts,
        GetAllServices, GetBatchAccountsByUsers, GetPendingRefund, GetService, Initialize, Initialized, IsTokenRevoked, LedgerAddress,
        LockTime, Owner, PreviewSettlementResults, ProcessRefund, RemoveService, RenounceOwnership, RequestRefundAll, RevokeAllTokens,
        RevokeTEESignerAcknowledgement, RevokeToken, RevokeTokens, ServiceExists, SettleFeesWithTEE, SupportsInterface, TransferOwnership,
        UpdateLockTime,
    ];
}
