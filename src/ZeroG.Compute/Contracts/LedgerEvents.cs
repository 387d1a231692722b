using ZeroG.Chain.Abi;

namespace ZeroG.Compute.Contracts;

/// <summary>Events of the ledger, which holds the money of every user and hands it to the sub-accounts of the services.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol; one form on all networks.</remarks>
public static class LedgerEvents
{
    public static AbiEvent FundSpent { get; } =
        AbiEvent.Parse("event FundSpent(address indexed user, address indexed service, uint256 amount)");

    public static AbiEvent Initialized { get; } = AbiEvent.Parse("event Initialized(uint8 version)");

    public static AbiEvent LedgerInfoUpdated { get; } =
        AbiEvent.Parse("event LedgerInfoUpdated(address indexed user, string additionalInfo)");

    public static AbiEvent OwnershipTransferred { get; } =
        AbiEvent.Parse("event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)");

    public static AbiEvent RecommendedServiceUpdated { get; } =
        AbiEvent.Parse("event RecommendedServiceUpdated(string serviceType, string version, address serviceAddress)");

    public static AbiEvent ServiceRegistered { get; } =
        AbiEvent.Parse("event ServiceRegistered(address indexed serviceAddress, string serviceName)");

    /// <summary>All events, for reading a log.</summary>
    public static IReadOnlyList<AbiEvent> All { get; } =
    [
        FundSpent, Initialized, LedgerInfoUpdated, OwnershipTransferred, RecommendedServiceUpdated, ServiceRegistered,
    ];
}
