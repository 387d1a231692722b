using System.Numerics;
using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Tests.Transactions;

public class GasRulesTests
{
    [Theory]
    [InlineData(TransactionType.Legacy)]
    [InlineData(TransactionType.AccessList)]
    public void EffectiveGasPrice_OneGasPrice_IsPaidInFull(TransactionType type)
    {
        Transaction transaction = new() { Type = type, GasPrice = 10 };

        Assert.Equal(10, GasRules.EffectiveGasPrice(7, transaction));
        Assert.Null(GasRules.EffectiveGasPrice(11, transaction));
    }

    [Fact]
    public void EffectiveGasPrice_TipAndCap_PaysTipUpToTheCap()
    {
        Transaction transaction = new() { Type = TransactionType.DynamicFee, MaxFeePerGas = 10, MaxPriorityFeePerGas = 2 };

        Assert.Equal([9, 10, null], new BigInteger[] { 7, 9, 11 }.Select(baseFee => GasRules.EffectiveGasPrice(baseFee, transaction)));
    }

    [Fact]
    public void IntrinsicGas_Authorizations_CostAnAccountEach()
    {
        Authorization authorization = new(0, Address.Zero, 0, 0, 1, 1);
        Transaction transaction =
            new() { Type = TransactionType.SetCode, To = Address.Zero, AuthorizationList = [authorization, authorization] };

        Assert.Equal(21_000UL + (2 * 25_000), GasRules.IntrinsicGas(transaction));
    }

    [Fact]
    public void ZeroGravityChargedGas_LargestLimit_DoesNotOverflow() =>
        Assert.Equal((ulong)(new BigInteger(ulong.MaxValue) * 80 / 100), GasRules.ZeroGravityChargedGas(ulong.MaxValue, 0));

    [Fact]
    public void NextBaseFee_LimitWithoutTarget_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GasRules.NextBaseFee(1, 0, 1));
}
