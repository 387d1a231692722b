using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Delivery;

namespace ZeroG.Compute.Tests.FineTuning.Delivery;

/// <summary>What has become of a delivered model, and until when its user has to act.</summary>
public sealed class ModelDeliveryTests
{
    private static readonly DateTimeOffset DeliveredAt = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, false, 0, DeliveryState.Delivered)]
    [InlineData(true, false, 0, DeliveryState.Acknowledged)]
    [InlineData(true, true, 129, DeliveryState.KeyPublished)]
    [InlineData(false, true, 0, DeliveryState.Penalised)]
    [InlineData(true, true, 0, DeliveryState.Abandoned)]
    public void The_chain_says_how_far_it_is(bool isAcknowledged, bool isSettled, int secret, DeliveryState state) =>
        Assert.Equal(state, New(isAcknowledged, isSettled, secret).State);

    [Theory]
    [InlineData(24, 6)]
    [InlineData(12, 6)]
    [InlineData(1, 0.5)]
    public void The_deadline_is_the_earlier_of_six_hours_and_half_the_lock_time(double lockHours, double hours) => Assert.Equal(
        DeliveredAt.AddHours(hours), New(false, false, 0, TimeSpan.FromHours(lockHours)).AcknowledgeBy);

    [Fact]
    public void A_model_that_waits_comes_with_its_deadline_and_its_price() => Assert.Equal(
        "Task 6b607314-88b0-4fef-91e7-43227a54de57 was delivered at 2026-01-01 12:00:00 UTC. Acknowledge it before "
        + "2026-01-01 18:00:00 UTC: from then on the provider may settle it with a penalty of 30 % of the fee, the key is gone then, "
        + "and this provider can deliver nothing more to you.",
        New(false, false, 0).Advice);

    [Fact]
    public void A_model_that_was_taken_needs_no_advice() => Assert.Null(New(true, false, 0).Advice);

    [Fact]
    public void A_model_that_was_settled_with_a_penalty_is_lost_and_so_is_the_provider()
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => New(false, true, 0).ThrowIfLost());
        Assert.Equal("ZgDeliverableTooLate", failure.ErrorId);
        Assert.StartsWith(
            "The deadline passed and the task was settled with a penalty; the key is gone.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("use another provider", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"Task 6b607314-88b0-4fef-91e7-43227a54de57: {failure.Message}", New(false, true, 0).Advice);
    }

    [Fact]
    public void A_model_that_the_provider_gave_up_is_lost() =>
        Assert.Equal("ZgDeliverableAbandoned", Assert.Throws<ZeroGException>(() => New(true, true, 0).ThrowIfLost()).ErrorId);

    [Fact]
    public void A_model_that_waits_is_not_lost()
    {
        New(false, false, 0).ThrowIfLost();
        New(true, false, 0).ThrowIfLost();
        New(true, true, 129).ThrowIfLost();
    }

    private static ModelDelivery New(bool isAcknowledged, bool isSettled, int secret, TimeSpan? lockTime = null)
    {
        Guid id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");
        return new ModelDelivery(
            id, DevelopmentAccounts.Addresses[1],
            new Deliverable(id.ToString(), new byte[32], new byte[secret], isAcknowledged, isSettled, DeliveredAt),
            new DeliveryTerms(30, lockTime ?? TimeSpan.FromDays(1)));
    }
}
