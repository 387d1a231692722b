using ZeroG.Chain.Abi;

namespace ZeroG.Storage.Contracts;

/// <summary>The market with a fixed price, which takes the fees (0G storage contracts at 40e6dec, FixedPrice.sol).</summary>
public static class MarketContract
{
    /// <summary>Price of one sector of 256 bytes, in neuron. The owner can change it: read it before each submission.</summary>
    public static AbiFunction PricePerSector { get; } = AbiFunction.Parse("function pricePerSector() view returns (uint256)");

    public static AbiFunction Flow { get; } = AbiFunction.Parse("function flow() view returns (address)");

    public static AbiFunction Reward { get; } = AbiFunction.Parse("function reward() view returns (address)");

    public static AbiFunction SetPricePerSector { get; } = AbiFunction.Parse("function setPricePerSector(uint256 pricePerSector_)");

    public static AbiFunction ChargeFee { get; } =
        AbiFunction.Parse("function chargeFee(uint256 beforeLength, uint256 uploadSectors, uint256 paddingSectors)");

    /// <summary>The role that may set the price.</summary>
    public static AbiFunction ParamsAdminRole { get; } = AbiFunction.Parse("function PARAMS_ADMIN_ROLE() view returns (bytes32)");

    public static AbiFunction Initialize { get; } =
        AbiFunction.Parse("function initialize(uint256 pricePerSector_, address flow_, address reward_)");

    /// <summary>All functions, for a contract that answers calls.</summary>
    public static IReadOnlyList<AbiFunction> Functions { get; } =
        [PricePerSector, Flow, Reward, SetPricePerSector, ChargeFee, ParamsAdminRole, Initialize, .. AccessControlContract.Functions];
}
