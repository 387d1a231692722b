using System.Numerics;
using ZeroG.Chain;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>The market with a fixed price per sector, which passes fees on to the reward pool.</summary>
/// <remarks>Source: 0g-storage-contracts, contracts/market/FixedPrice.sol; storage.md §2.5.</remarks>
public sealed class MarketSystemContract : OwnedContract
{
    /// <summary>The price that the turbo networks were deployed with, in wei per sector of 256 bytes (storage.md §2.5).</summary>
    public static readonly BigInteger TurboPricePerSector = 30_733_644_962;

    private static readonly Hash256 AdminRole = Hash256.Keccak("PARAMS_ADMIN_ROLE"u8);

    private readonly Address _flow;
    private readonly Address _reward;
    private readonly JournaledValue<BigInteger> _price;

    /// <summary>A market for one Flow.</summary>
    /// <param name="journal">Where its state lives.</param>
    /// <param name="address">Where it lives.</param>
    /// <param name="flow">The only caller that may charge.</param>
    /// <param name="reward">Who gets the fees.</param>
    /// <param name="owner">Who may set the price.</param>
    /// <param name="pricePerSector">Wei per sector; null for <see cref="TurboPricePerSector"/>.</param>
    public MarketSystemContract(
        Journal journal, Address address, Address flow, Address reward, Address owner, BigInteger? pricePerSector = null)
        : base(address, "Market", journal, owner, AdminRole)
    {
        _flow = flow;
        _reward = reward;
        _price = new JournaledValue<BigInteger>(journal, pricePerSector ?? TurboPricePerSector);
        Handle(MarketContract.PricePerSector, () => _price.Value);
        Handle(MarketContract.Flow, () => _flow);
        Handle(MarketContract.Reward, () => _reward);
        Handle(MarketContract.SetPricePerSector, SetPricePerSector);
        Handle(MarketContract.ChargeFee, ChargeFee);
        Handle(MarketContract.ParamsAdminRole, () => AdminRole);
        HandleInitialize(MarketContract.Initialize);
    }

    /// <summary>Flow pays the fee here before it asks to charge it.</summary>
    protected override void Receive(CallContext call)
    {
    }

    private object?[] SetPricePerSector(CallContext call, object?[] arguments)
    {
        Require(call, AdminRole);
        _price.Value = (BigInteger)arguments[0]!;
        return [];
    }

    /// <summary>Splits the fee between the gap that a file left before itself and the file; whatever else lies here goes along.</summary>
    private object?[] ChargeFee(CallContext call, object?[] arguments)
    {
        if (call.Caller != _flow)
        {
            throw Revert("Sender does not have permission");
        }

        BigInteger beforeLength = (BigInteger)arguments[0]!;
        BigInteger uploadSectors = (BigInteger)arguments[1]!;
        BigInteger paddingSectors = (BigInteger)arguments[2]!;
        BigInteger fee = _price.Value * uploadSectors;
        BigInteger balance = call.BalanceOf(Address);
        if (fee > balance)
        {
            throw Revert("Not enough paid fee");
        }

        BigInteger paddingPart = fee * paddingSectors / (uploadSectors + paddingSectors);
        if (!paddingSectors.IsZero)
        {
            call.CallWithValue(_reward, paddingPart, RewardContract.FillReward, beforeLength, paddingSectors);
        }

        call.CallWithValue(_reward, balance - paddingPart, RewardContract.FillReward, beforeLength + paddingSectors, uploadSectors);
        return [];
    }
}
