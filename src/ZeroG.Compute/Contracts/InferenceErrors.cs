using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Errors of the contract of inference services, their sub-accounts and the settlement of fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceServing.sol; one form on all networks.</remarks>
public static class InferenceErrors
{
    public static AbiError AccountExists { get; } = AbiError.Parse("error AccountExists(address user, address provider)");

    public static AbiError AccountNotExists { get; } = AbiError.Parse("error AccountNotExists(address user, address provider)");

    public static AbiError AdditionalInfoTooLong { get; } = AbiError.Parse("error AdditionalInfoTooLong()");

    public static AbiError AlreadyInitialized { get; } = AbiError.Parse("error AlreadyInitialized()");

    public static AbiError BatchSizeTooLarge { get; } = AbiError.Parse("error BatchSizeTooLarge(uint256 size, uint256 max)");

    public static AbiError CallerNotLedger { get; } = AbiError.Parse("error CallerNotLedger(address caller)");

    public static AbiError CannotAddStakeWhenUpdating { get; } = AbiError.Parse("error CannotAddStakeWhenUpdating()");

    public static AbiError CannotRevokeWithNonZeroBalance { get; } =
        AbiError.Parse("error CannotRevokeWithNonZeroBalance(address user, address provider, uint256 balance)");

    public static AbiError DirectDepositsDisabled { get; } = AbiError.Parse("error DirectDepositsDisabled()");

    public static AbiError InsufficientStake { get; } = AbiError.Parse("error InsufficientStake(uint256 provided, uint256 required)");

    public static AbiError InvalidAddress { get; } = AbiError.Parse("error InvalidAddress(address addr)");

    public static AbiError InvalidTEESignature { get; } = AbiError.Parse("error InvalidTEESignature(string reason)");

    public static AbiError LimitTooLarge { get; } = AbiError.Parse("error LimitTooLarge(uint256 limit, uint256 max)");

    public static AbiError LockTimeOutOfRange { get; } =
        AbiError.Parse("error LockTimeOutOfRange(uint256 lockTime, uint256 min, uint256 max)");

    public static AbiError NoSettlementsProvided { get; } = AbiError.Parse("error NoSettlementsProvided()");

    public static AbiError ProviderCannotBeUser { get; } = AbiError.Parse("error ProviderCannotBeUser()");

    public static AbiError ServiceNotExist { get; } = AbiError.Parse("error ServiceNotExist(address provider)");

    public static AbiError TooManyRefunds { get; } = AbiError.Parse("error TooManyRefunds(address user, address provider)");

    public static AbiError TooManySettlements { get; } = AbiError.Parse("error TooManySettlements(uint256 count, uint256 max)");

    public static AbiError TransferFailed { get; } = AbiError.Parse("error TransferFailed()");

    /// <summary>All errors, for decoding a revert.</summary>
    public static IReadOnlyList<AbiError> All { get; } =
    [
        AccountExists, AccountNotExists, AdditionalInfoTooLong, AlreadyInitialized, BatchSizeTooLarge, CallerNotLedger,
        CannotAddStakeWhenUpdating, CannotRevokeWithNonZeroBalance, DirectDepositsDisabled, InsufficientStake, InvalidAddress,
        InvalidTEESignature, LimitTooLarge, LockTimeOutOfRange, NoSettlementsProvided, ProviderCannotBeUser, ServiceNotExist,
        TooManyRefunds, TooManySettlements, TransferFailed,
    ];
}
