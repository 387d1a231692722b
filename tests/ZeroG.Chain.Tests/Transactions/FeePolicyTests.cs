using System.Numerics;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Tests.Transactions;

public class FeePolicyTests
{
    private static readonly NetworkFees Now = new(BaseFee: Gwei(10), SuggestedTip: 1);
    private readonly FeePolicy _policy = new(TokenAmount.FromGwei(2));

    [Fact]
    public void Choose_NodeSuggestsOneWei_TakesTheMinimumTip() =>
        Assert.Equal(new GasFees(Gwei(22), Gwei(2)), _policy.Choose(Now, new TransactionRequest()));

    [Fact]
    public void Choose_NodeSuggestsMore_TakesTheSuggestion() =>
        Assert.Equal(new GasFees(Gwei(27), Gwei(7)), _policy.Choose(Now with { SuggestedTip = Gwei(7) }, new TransactionRequest()));

    [Fact]
    public void Choose_GasPrice_BecomesCapAndTip() =>
        Assert.Equal(new GasFees(Gwei(12), Gwei(12)), _policy.Choose(Now, new TransactionRequest { GasPrice = Gwei(12) }));

    [Fact]
    public void Choose_UsersCapBelowSuggestion_LowersOurTipToFit() =>
        Assert.Equal(
            new GasFees(Gwei(13), Gwei(3)),
            _policy.Choose(Now with { SuggestedTip = Gwei(7) }, new TransactionRequest { MaxFeePerGas = Gwei(13) }));

    [Theory]
    [InlineData(11, null, null)]
    [InlineData(null, 1, null)]
    [InlineData(15, 16, null)]
    [InlineData(null, null, 11)]
    public void Choose_ValuesThatCannotBeAccepted_AreRefused(int? cap, int? tip, int? price)
    {
        TransactionRequest request = new() { MaxFeePerGas = Gwei(cap), MaxPriorityFeePerGas = Gwei(tip), GasPrice = Gwei(price) };
        ZeroGException error = Assert.Throws<ZeroGException>(() => _policy.Choose(Now, request));
        Assert.Equal("ZgFeeTooLow", error.ErrorId);
        Assert.Contains("Offer at least 12 gwei per gas", error.Message);
    }

    [Fact]
    public void Choose_GasPriceAndTip_IsMisuse() =>
        Assert.Throws<ArgumentException>(
            () => _policy.Choose(Now, new TransactionRequest { GasPrice = Gwei(12), MaxPriorityFeePerGas = Gwei(3) }));

    [Theory]
    [InlineData("tip cap below minimum 2.5 gwei", "2.5")]
    [InlineData("transaction underpriced: gas tip cap 1, minimum needed 3000000000", "3")]
    [InlineData("max priority fee per gas less than minimum: 4 Gwei", "4")]
    [InlineData("fee too low", "4")]
    [InlineData("transaction underpriced", "4")]
    public void TryLearn_RefusalOfTheTip_RaisesTheMinimum(string refusal, string gwei)
    {
        Assert.True(_policy.TryLearn(refusal, Gwei(2)));
        Assert.Equal(TokenAmount.Parse(gwei + " gwei"), _policy.MinimumTip);
    }

    [Theory]
    [InlineData("replacement transaction underpriced")]
    [InlineData("nonce too low")]
    [InlineData("tip cap below minimum 2 gwei")]
    [InlineData("tip cap below minimum 1 gwei")]
    [InlineData("tip cap below minimum 501 gwei")]
    [InlineData("minimum needed 99999999999999999999")]
    public void TryLearn_OtherRefusalOrAbsurdMinimum_ChangesNothing(string refusal)
    {
        Assert.False(_policy.TryLearn(refusal, Gwei(2)));
        Assert.Equal(TokenAmount.FromGwei(2), _policy.MinimumTip);
    }

    private static BigInteger Gwei(int gwei) => TokenAmount.FromGwei(gwei).Wei;

    private static BigInteger? Gwei(int? gwei) => gwei is { } value ? Gwei(value) : null;
}
