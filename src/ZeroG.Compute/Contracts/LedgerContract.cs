using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Functions of the ledger, which holds the money of every user and hands it to the sub-accounts of the services.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol; one form on all networks.</remarks>
public static class LedgerContract
{
    internal const string LedgerTuple = "tuple(address user, uint256 availableBalance, uint256 totalBalance, string additionalInfo)";

    internal const string ServiceInfoTuple =
        "tuple(address serviceAddress, address serviceContract, string serviceType, string version, string fullName, "
        + "string description, bool isRecommended, uint256 registeredAt)";

    public static AbiFunction MaxAdditionalInfoLength { get; } =
        AbiFunction.Parse("function MAX_ADDITIONAL_INFO_LENGTH() view returns (uint256)");

    public static AbiFunction MaxProvidersPerBatch { get; } =
        AbiFunction.Parse("function MAX_PROVIDERS_PER_BATCH() view returns (uint256)");

    public static AbiFunction MaxProvidersPerUserPerService { get; } =
        AbiFunction.Parse("function MAX_PROVIDERS_PER_USER_PER_SERVICE() view returns (uint256)");

    public static AbiFunction MaxServices { get; } = AbiFunction.Parse("function MAX_SERVICES() view returns (uint256)");

    public static AbiFunction MinAccountBalance { get; } = AbiFunction.Parse("function MIN_ACCOUNT_BALANCE() view returns (uint256)");

    public static AbiFunction MinTransferAmount { get; } = AbiFunction.Parse("function MIN_TRANSFER_AMOUNT() view returns (uint256)");

    public static AbiFunction AddLedger { get; } =
        AbiFunction.Parse("function addLedger(string additionalInfo) payable returns (uint256, uint256)");

    public static AbiFunction DeleteLedger { get; } = AbiFunction.Parse("function deleteLedger()");

    public static AbiFunction DepositFund { get; } = AbiFunction.Parse("function depositFund() payable");

    public static AbiFunction DepositFundFor { get; } = AbiFunction.Parse("function depositFundFor(address recipient) payable");

    public static AbiFunction GetAllActiveServices { get; } =
        AbiFunction.Parse($"function getAllActiveServices() view returns ({ServiceInfoTuple}[])");

    public static AbiFunction GetAllLedgers { get; } =
        AbiFunction.Parse($"function getAllLedgers(uint256 offset, uint256 limit) view returns ({LedgerTuple}[] ledgers, uint256 total)");

    public static AbiFunction GetAllVersions { get; } = AbiFunction.Parse(
        "function getAllVersions(string serviceType) "
        + "view returns (string[] versions, address[] addresses, bool[] isRecommendedFlags)");

    public static AbiFunction GetLedger { get; } = AbiFunction.Parse($"function getLedger(address user) view returns ({LedgerTuple})");

    public static AbiFunction GetLedgerProviders { get; } =
        AbiFunction.Parse("function getLedgerProviders(address user, string serviceName) view returns (address[])");

    public static AbiFunction GetRecommendedService { get; } =
        AbiFunction.Parse("function getRecommendedService(string serviceType) view returns (string version, address serviceAddress)");

    public static AbiFunction GetServiceAddressByName { get; } =
        AbiFunction.Parse("function getServiceAddressByName(string serviceName) view returns (address)");

    public static AbiFunction GetServiceInfo { get; } =
        AbiFunction.Parse($"function getServiceInfo(address serviceAddress) view returns ({ServiceInfoTuple})");

    public static AbiFunction Initialize { get; } = AbiFunction.Parse("function initialize(address owner)");

    public static AbiFunction Initialized { get; } = AbiFunction.Parse("function initialized() view returns (bool)");

    public static AbiFunction IsRecommendedVersion { get; } =
        AbiFunction.Parse("function isRecommendedVersion(string serviceType, string version) view returns (bool)");

    public static AbiFunction Owner { get; } = AbiFunction.Parse("function owner() view returns (address)");

    public static AbiFunction Refund { get; } = AbiFunction.Parse("function refund(uint256 amount)");

    public static AbiFunction RegisterService { get; } =
        AbiFunction.Parse("function registerService(string serviceType, string version, address serviceAddress, string description)");

    public static AbiFunction RenounceOwnership { get; } = AbiFunction.Parse("function renounceOwnership()");

    public static AbiFunction RetrieveFund { get; } = AbiFunction.Parse("function retrieveFund(address[] providers, string serviceName)");

    public static AbiFunction SetRecommendedService { get; } =
        AbiFunction.Parse("function setRecommendedService(string serviceType, string version)");

    public static AbiFunction SpendFund { get; } = AbiFunction.Parse("function spendFund(address user, uint256 amount)");

    public static AbiFunction TransferFund { get; } =
        AbiFunction.Parse("function transferFund(address provider, string serviceName, uint256 amount)");

    public static AbiFunction TransferOwnership { get; } = AbiFunction.Parse("function transferOwnership(address newOwner)");

    public static AbiFunction UpdateAdditionalInfo { get; } = AbiFunction.Parse("function updateAdditionalInfo(string additionalInfo)");

    /// <summary>All functions, for a contract that answers calls.</summary>
    public static IReadOnlyList<AbiFunction> Functions { get; } =
    [
        MaxAdditionalInfoLength, MaxProvidersPerBatch, MaxProvidersPerUserPerService, MaxServices, MinAccountBalance, MinTransferAmount,
        AddLedger, DeleteLedger, DepositFund, DepositFundFor, GetAllActiveServices, GetAllLedgers, GetAllVersions, GetLedger,
        GetLedgerProviders, GetRecommendedService, GetServiceAddressByName, GetServiceInfo, Initialize, Initialized, IsRecommendedVersion,
        Owner, Refund, RegisterService, RenounceOwnership, RetrieveFund, SetRecommendedService, SpendFund, TransferFund,
        TransferOwnership, UpdateAdditionalInfo,
    ];
}
