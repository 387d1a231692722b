using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

public class CostBudgetTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReserveAsync_WaitsForMoneyThatMayComeBack()
    {
        CostBudget budget = new(new TokenAmount(10));
        TokenAmount first = await budget.ReserveAsync(_ => new TokenAmount(8), Cancelled);
        Task<TokenAmount> second = budget.ReserveAsync(_ => new TokenAmount(5), Cancelled);
        Assert.False(second.IsCompleted);

        budget.Settle(first, new TokenAmount(3));

        Assert.Equal(new TokenAmount(5), await second);
        Assert.Equal(new TokenAmount(3), budget.Spent);
    }

    [Fact]
    public async Task ReserveAsync_MoreThanIsLeft_IsRefusedOnceNothingIsUnderWay()
    {
        CostBudget budget = new(new TokenAmount(10));
        TokenAmount first = await budget.ReserveAsync(_ => new TokenAmount(8), Cancelled);
        Task<TokenAmount> second = budget.ReserveAsync(_ => new TokenAmount(5), Cancelled);

        budget.Settle(first, new TokenAmount(8));

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => second);
        Assert.Equal("ZgMaxCostReached", refusal.ErrorId);
        Assert.StartsWith("0.000000000000000008 0G of 0.00000000000000001 0G is spent", refusal.Message);
    }

    [Fact]
    public async Task ReserveAsync_ManyAtOnce_NeverExceedTheLimit()
    {
        CostBudget budget = new(new TokenAmount(100));
        int refused = 0;

        await Parallel.ForAsync(0, 200, Cancelled, async (_, ct) =>
        {
            try
            {
                TokenAmount reserved = await budget.ReserveAsync(left => left < new TokenAmount(7) ? null : new TokenAmount(7), ct);
                await Task.Yield();
                budget.Settle(reserved, new TokenAmount(3));
            }
            catch (ZeroGException)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.InRange((int)budget.Spent.Wei, 94, 100);
        Assert.Equal(200 - ((int)budget.Spent.Wei / 3), refused);
    }

    [Fact]
    public async Task ReserveAsync_WithoutLimit_OnlyCounts()
    {
        CostBudget budget = new(null);

        budget.Settle(await budget.ReserveAsync(_ => null, Cancelled), new TokenAmount(4));

        Assert.Equal(new TokenAmount(4), budget.Spent);
    }
}
