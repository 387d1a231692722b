using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

public class FeeCacheTests
{
    private static readonly Address Provider = FakeContracts.Provider(1);

    [Fact]
    public void Sum_LivesADay_AndBeginsAnewWhenForgotten()
    {
        FakeTimeProvider time = new();
        FeeCache fees = new(time);

        fees.Add(Provider, new TokenAmount(3));
        time.Advance(TimeSpan.FromHours(23));
        fees.Add(Provider, new TokenAmount(4));
        Assert.Equal(new TokenAmount(7), fees[Provider]);
        Assert.Equal(TokenAmount.Zero, fees[FakeContracts.Provider(2)]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TokenAmount.Zero, fees[Provider]);
        fees.Add(Provider, new TokenAmount(5));
        Assert.Equal(new TokenAmount(5), fees[Provider]);
        fees.Forget(Provider);
        Assert.Equal(TokenAmount.Zero, fees[Provider]);
    }
}
