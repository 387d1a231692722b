using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Errors of the ledger, which holds the money of every user and hands it to the sub-accounts of the services.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol; one form on all networks.</remarks>
public static class LedgerErrors
{
    public static AbiError AdditionalInfoTooLong { get; } = AbiError.Parse("error AdditionalInfoTooLong(uint256 length, uint256 max)");

    public static AbiError AlreadyInitialized { get; } = AbiError.Parse("error AlreadyInitialized()");

    public static AbiError CallFailed { get; } = AbiError.Parse("error CallFailed()");

    public static AbiError CallerNotRegisteredService { get; } = AbiError.Parse("error CallerNotRegisteredService(address caller)");

    public static AbiError DirectDepositsDisabled { get; } = AbiError.Parse("error DirectDepositsDisabled()");

    public static AbiError InsufficientAvailableBalance { get; } =
        AbiError.Parse("error InsufficientAvailableBalance(uint256 available, uint256 required)");

    public static AbiError InsufficientBalance { get; } = AbiError.Parse("error InsufficientBalance(address user)");

    public static AbiError InvalidServiceAddress { get; } = AbiError.Parse("error InvalidServiceAddress(address serviceAddress)");

    public static AbiError InvalidServiceType { get; } = AbiError.Parse("error InvalidServiceType(string serviceType)");

    public static AbiError LedgerExists { get; } = AbiError.Parse("error LedgerExists(address user)");

    public static AbiError LedgerLocked { get; } = AbiError.Parse("error LedgerLocked()");

    public static AbiError LedgerNotExists { get; } = AbiError.Parse("error LedgerNotExists(address user)");

    public static AbiError MinimumDepositRequired { get; } =
        AbiError.Parse("error MinimumDepositRequired(uint256 provided, uint256 required)");

    public static AbiError MustWithdrawAllFundsFirst { get; } = AbiError.Parse("error MustWithdrawAllFundsFirst(uint256 remainingBalance)");

    public static AbiError NoRecommendedService { get; } = AbiError.Parse("error NoRecommendedService(string serviceType)");

    public static AbiError ServiceAlreadyRegistered { get; } = AbiError.Parse("error ServiceAlreadyRegistered(address serviceAddress)");

    public static AbiError ServiceMustImplementIServing { get; } =
        AbiError.Parse("error ServiceMustImplementIServing(address serviceAddress)");

    public static AbiError ServiceNameExists { get; } = AbiError.Parse("error ServiceNameExists(string serviceName)");

    public static AbiError ServiceNotFound { get; } = AbiError.Parse("error ServiceNotFound(address serviceAddress)");

    public static AbiError ServiceNotRegistered { get; } = AbiError.Parse("error ServiceNotRegistered(address serviceAddress)");

    public static AbiError ServiceRegistryLimitReached { get; } = AbiError.Parse("error ServiceRegistryLimitReached(uint256 limit)");

    public static AbiError ServiceTypeRequired { get; } = AbiError.Parse("error ServiceTypeRequired()");

    public static AbiError TooManyProviders { get; } = AbiError.Parse("error TooManyProviders(uint256 requested, uint256 maximum)");

    public static AbiError TooManyProvidersForService { get; } =
        AbiError.Parse("error TooManyProvidersForService(uint256 current, uint256 maximum)");

    public static AbiError TransferFailed { get; } = AbiError.Parse("error TransferFailed()");

    public static AbiError VersionRequired { get; } = AbiError.Parse("error VersionRequired()");

    public static AbiError ZeroAddressNotAllowed { get; } = AbiError.Parse("error ZeroAddressNotAllowed()");

    public static AbiError ZeroAmountNotAllowed { get; } = AbiError.Parse("error ZeroAmountNotAllowed()");

    /// <summary>All errors, for decoding a revert.</summary>
    public static IReadOnlyList<AbiError> All { get; } =
    [
        AdditionalInfoTooLong, AlreadyInitialized, CallFailed, CallerNotRegisteredService, DirectDepositsDisabled,
        InsufficientAvailableBalance, InsufficientBalance, InvalidServiceAddress, InvalidServiceType, LedgerExists, LedgerLocked,
        LedgerNotExists, MinimumDepositRequired, MustWithdrawAllFundsFirst, NoRecommendedService, ServiceAlreadyRegistered,
        ServiceMustImplementIServing, ServiceNameExists, ServiceNotFound, ServiceNotRegistered, ServiceRegistryLimitReached,
        ServiceTypeRequired, TooManyProviders, TooManyProvidersForService, TransferFailed, VersionRequired, ZeroAddressNotAllowed,
        ZeroAmountNotAllowed,
    ];
}
