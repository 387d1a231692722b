using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Errors of the contract of fine-tuning services, their sub-accounts, deliverables and the settlement of fees.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/fine-tuning/FineTuningServing.sol; one form on all networks.</remarks>
public static class FineTuningErrors
{
    public static AbiError AccountExists { get; } = AbiError.Parse("error AccountExists(address user, address provider)");

    public static AbiError AccountNotExists { get; } = AbiError.Parse("error AccountNotExists(address user, address provider)");

    public static AbiError AdditionalInfoTooLong { get; } = AbiError.Parse("error AdditionalInfoTooLong()");

    public static AbiError AlreadyInitialized { get; } = AbiError.Parse("error AlreadyInitialized()");

    public static AbiError BatchSizeTooLarge { get; } = AbiError.Parse("error BatchSizeTooLarge(uint256 size, uint256 maxSize)");

    public static AbiError CallerNotLedger { get; } = AbiError.Parse("error CallerNotLedger()");

    public static AbiError CannotAbandonSettledDeliverable { get; } = AbiError.Parse("error CannotAbandonSettledDeliverable(string id)");

    public static AbiError CannotAcknowledgeSettledDeliverable { get; } =
        AbiError.Parse("error CannotAcknowledgeSettledDeliverable(string id)");

    public static AbiError CannotAddStakeWhenUpdating { get; } = AbiError.Parse("error CannotAddStakeWhenUpdating()");

    public static AbiError CannotEvictUnsettledDeliverable { get; } = AbiError.Parse("error CannotEvictUnsettledDeliverable(string id)");

    public static AbiError CannotRevokeWithNonZeroBalance { get; } =
        AbiError.Parse("error CannotRevokeWithNonZeroBalance(address user, address provider, uint256 balance)");

    public static AbiError DeliverableAlreadyExists { get; } = AbiError.Parse("error DeliverableAlreadyExists(string id)");

    public static AbiError DeliverableAlreadySettled { get; } = AbiError.Parse("error DeliverableAlreadySettled(string id)");

    public static AbiError DeliverableIdInvalidLength { get; } = AbiError.Parse("error DeliverableIdInvalidLength(uint256 length)");

    public static AbiError DeliverableNotExists { get; } = AbiError.Parse("error DeliverableNotExists(string id)");

    public static AbiError DirectDepositsDisabled { get; } = AbiError.Parse("error DirectDepositsDisabled()");

    public static AbiError ETHTransferFailed { get; } = AbiError.Parse("error ETHTransferFailed()");

    public static AbiError InsufficientStake { get; } = AbiError.Parse("error InsufficientStake(uint256 provided, uint256 required)");

    public static AbiError InvalidLedgerAddress { get; } = AbiError.Parse("error InvalidLedgerAddress()");

    public static AbiError InvalidVerifierInput { get; } = AbiError.Parse("error InvalidVerifierInput(string reason)");

    public static AbiError LimitTooLarge { get; } = AbiError.Parse("error LimitTooLarge(uint256 limit)");

    public static AbiError LockTimeOutOfRange { get; } = AbiError.Parse("error LockTimeOutOfRange(uint256 lockTime)");

    public static AbiError PenaltyPercentageTooHigh { get; } = AbiError.Parse("error PenaltyPercentageTooHigh(uint256 percentage)");

    public static AbiError PreviousDeliverableNotAcknowledged { get; } =
        AbiError.Parse("error PreviousDeliverableNotAcknowledged(string id)");

    public static AbiError SecretShouldBeEmpty { get; } = AbiError.Parse("error SecretShouldBeEmpty()");

    public static AbiError SecretShouldNotBeEmpty { get; } = AbiError.Parse("error SecretShouldNotBeEmpty()");

    public static AbiError ServiceNotExist { get; } = AbiError.Parse("error ServiceNotExist(address provider)");

    public static AbiError TooManyRefunds { get; } = AbiError.Parse("error TooManyRefunds(address user, address provider)");

    public static AbiError TransferToLedgerFailed { get; } = AbiError.Parse("error TransferToLedgerFailed()");

    /// <summary>All errors, for decoding a revert.</summary>
    public static IReadOnlyList<AbiError> All { get; } =
    [
        AccountExists, AccountNotExists, AdditionalInfoTooLong, AlreadyInitialized, BatchSizeTooLarge, CallerNotLedger,
        CannotAbandonSettledDeliverable, CannotAcknowledgeSettledDeliverable, CannotAddStakeWhenUpdating, CannotEvictUnsettledDeliverable,
        CannotRevokeWithNonZeroBalance, DeliverableAlreadyExists, DeliverableAlreadySettled, DeliverableIdInvalidLength,
        DeliverableNotExists, DirectDepositsDisabled, ETHTransferFailed, InsufficientStake, InvalidLedgerAddress, InvalidVerifierInput,
        LimitTooLarge, LockTimeOutOfRange, PenaltyPercentageTooHigh, PreviousDeliverableNotAcknowledged, SecretShouldBeEmpty,
        SecretShouldNotBeEmpty, ServiceNotExist, TooManyRefunds, TransferToLedgerFailed,
    ];
}
