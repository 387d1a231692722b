using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.Interop.Tests;

/// <summary>The official storage SDKs, unmodified, against networks whose nodes share the flow.</summary>
/// <remarks>
/// The SDKs lose tasks at the end of a file when its shards have unequal numbers of them (Uploader.splitTasks runs as far as the shortest
/// list). A task has up to 10 segments, so up to 10 segments for each shard are one task for each, and safe.
/// </remarks>
public sealed class ShardedSdkTests(NodePackages packages)
{
    private const int Segment = 262_144;

    [Theory]
    [InlineData(SdkPackage.Current, 4, 4, 1)]
    [InlineData(SdkPackage.Current, 4, 2, 2)]
    [InlineData(SdkPackage.Legacy, 4, 4, 1)]
    [InlineData(SdkPackage.Legacy, 4, 2, 2)]
    public async Task Files_OnSeveralShards_GoUpByOneClientAndComeBackByTheOther(string sdk, int nodes, int shards, int replicas)
    {
        await using SdkNetwork network = new(packages, nodes, shards);
        await network.StartAsync();

        // A number of segments that the shards cannot share evenly, and a last one that is not full; then one segment for one shard alone.
        string theirs = network.Write((9 * Segment) + 300);
        string ours = network.Write((10 * Segment) + 1);
        string small = network.Write(700);
        CancellationToken cancel = TestContext.Current.CancellationToken;

        Hash256 byThem = await network.SendByAsync(sdk, theirs, replicas);
        UploadResult byUs = await network.SendAsync(ours, replicas);
        UploadResult alone = await network.SendAsync(small, replicas);

        Assert.Equal(await File.ReadAllBytesAsync(theirs, cancel), await network.ReceiveAsync(byThem));
        Assert.Equal(nodes, byUs.Node.Count);
        Assert.Equal(await File.ReadAllBytesAsync(ours, cancel), await network.ReceiveByAsync(sdk, byUs.Root));
        Assert.Equal(await File.ReadAllBytesAsync(small, cancel), await network.ReceiveByAsync(sdk, alone.Root));
    }
}
