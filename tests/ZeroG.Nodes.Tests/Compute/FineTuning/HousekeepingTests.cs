using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>What is deleted after a while, and what is not.</summary>
public sealed class HousekeepingTests
{
    [Fact]
    public async Task Run_DaysLater_DeletesModelsOfFinishedTasksAndUnusedUploadsOnly()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync(2);
        MarketUser other = await market.UserAsync(3);
        string used = await other.UploadAsync(MarketBench.Dataset());
        await user.UploadAsync(MarketBench.Dataset());
        foreach (string path in Directory.GetFiles(market.Folder["provider/datasets"]))
        {
            File.SetLastWriteTimeUtc(path, market.Clock.GetUtcNow().UtcDateTime);
        }

        Guid finished = await user.CreateAsync();
        await market.RunAsync();
        await user.AcknowledgeAsync(finished);
        await market.RunAsync();
        market.Clock.Advance(TimeSpan.FromDays(4));
        await other.Client.CreateTaskAsync(other.Task(used));
        string model = market.Folder[$"provider/tasks/{finished}.model"];
        Assert.True(File.Exists(model));

        await market.RunAsync();

        Assert.False(File.Exists(model));
        Assert.Equal(FineTuningState.Finished, await user.StateAsync(finished));
        Assert.NotEmpty(await user.LogAsync(finished));
        Assert.EndsWith(used, Assert.Single(Directory.GetFiles(market.Folder["provider/datasets"])), StringComparison.Ordinal);
    }
}
