using System.Globalization;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>What a provider takes as a user's signature, and for how long; the numbers that order tasks; the order of states.</summary>
public sealed class TaskSignaturesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_signed_time_is_good_for_five_minutes(int seconds, bool isCurrent) =>
        Assert.Equal(isCurrent, TaskSignatures.IsCurrent(Now.ToUnixTimeSeconds() + seconds, Now));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_time_that_nobody_lives_to_see_is_not_now(long timestamp) => Assert.False(TaskSignatures.IsCurrent(timestamp, Now));

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("no hex")]
    [InlineData(null)]
    public void What_is_no_signature_is_nobodys(string? signature) =>
        Assert.False(TaskSignatures.IsSignedBy(DevelopmentAccounts.Addresses[0], TaskSignatures.CancelTask(Id), signature));

    [Fact]
    public void A_signature_counts_for_its_message_and_its_user_alone()
    {
        using Wallet user = DevelopmentAccounts.Open(0);
        string signature = TaskSignatures.Sign(user, TaskSignatures.CancelTask(Id));

        Assert.True(TaskSignatures.IsSignedBy(user.Address, TaskSignatures.CancelTask(Id), signature));
        Assert.False(TaskSignatures.IsSignedBy(DevelopmentAccounts.Addresses[1], TaskSignatures.CancelTask(Id), signature));
        Assert.False(TaskSignatures.IsSignedBy(user.Address, TaskSignatures.CancelTask(Guid.Empty), signature));
        Assert.False(TaskSignatures.IsSignedBy(user.Address, TaskSignatures.CancelTask(Id), signature[..^2]));

        // The broker takes no v but 27 and 28.
        string low = signature[..^2] + (signature.EndsWith("1b", StringComparison.Ordinal) ? "00" : "01");
        Assert.False(TaskSignatures.IsSignedBy(user.Address, TaskSignatures.CancelTask(Id), low));
    }

    [Fact]
    public void A_task_that_was_altered_has_no_signer()
    {
        using Wallet user = DevelopmentAccounts.Open(0);
        NewTaskRecord task = NewTaskRecord.Sign(user, "0x01", "0x02", "{}", 40);

        Assert.Equal(user.PublicKey, task.FindSigner());
        Assert.Null((task with { DatasetHash = "0x03" }).FindSigner());
        Assert.Null((task with { Nonce = "41" }).FindSigner());
        Assert.Null((task with { Nonce = "-41" }).FindSigner());
        Assert.Null((task with { Nonce = new string('9', 100) }).FindSigner());
        Assert.Null((task with { UserAddress = DevelopmentAccounts.Addresses[1].ToString() }).FindSigner());
        Assert.Null((task with { UserAddress = "nobody" }).FindSigner());
    }

    [Fact]
    public void A_nonce_lies_above_the_clock_and_above_what_was_settled()
    {
        BigInteger byClock = BigInteger.Parse("17672256000000040", CultureInfo.InvariantCulture);
        Assert.Equal(byClock, TaskNonce.Next(Now, 0));
        Assert.Equal(byClock, TaskNonce.Next(Now, byClock - 1));
        Assert.Equal(byClock + 10_000, TaskNonce.Next(Now, byClock));
        Assert.Equal(byClock + 50_000, TaskNonce.Next(Now, byClock + 45_000));
    }

    [Theory]
    [InlineData("Delivered", FineTuningState.Delivered)]
    [InlineData("userAcknowledged", FineTuningState.UserAcknowledged)]
    [InlineData("6", FineTuningState.Unknown)]
    [InlineData("Sleeping", FineTuningState.Unknown)]
    [InlineData("", FineTuningState.Unknown)]
    [InlineData(null, FineTuningState.Unknown)]
    public void States_are_read_by_their_names(string? text, FineTuningState state) =>
        Assert.Equal(state, FineTuningStates.Parse(text));

    [Fact]
    public void A_state_is_reached_by_those_behind_it()
    {
        Assert.True(FineTuningState.Finished.HasReached(FineTuningState.Delivered));
        Assert.True(FineTuningState.Delivered.HasReached(FineTuningState.Delivered));
        Assert.False(FineTuningState.Trained.HasReached(FineTuningState.Delivered));
        Assert.False(FineTuningState.Failed.HasReached(FineTuningState.Delivered));
        Assert.False(FineTuningState.Unknown.HasReached(FineTuningState.Init));
        Assert.False(FineTuningState.Finished.HasReached(FineTuningState.Failed));
        Assert.True(FineTuningState.Training.IsPending());
        Assert.False(FineTuningState.Training.IsCancellable());
        Assert.True(FineTuningState.SetUp.IsCancellable());
    }
}
