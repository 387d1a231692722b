using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.Interop.Tests;

/// <summary>The official storage SDKs, unmodified, against a whole network of ours.</summary>
public sealed class OfficialSdkTests(NodePackages packages) : IAsyncLifetime
{
    private readonly SdkNetwork _network = new(packages);

    public async ValueTask InitializeAsync() => await _network.StartAsync();

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    // One sector, a part of a sector, the border of a segment, and more segments than one request carries.
    [Theory]
    [InlineData(SdkPackage.Current, 1)]
    [InlineData(SdkPackage.Current, 256)]
    [InlineData(SdkPackage.Current, 262_145)]
    [InlineData(SdkPackage.Current, 3_000_000)]
    [InlineData(SdkPackage.Legacy, 257)]
    [InlineData(SdkPackage.Legacy, 3_000_000)]
    public async Task Upload_ByTheSdk_IsReadBackByUsAndByTheSdk(string sdk, int size)
    {
        string source = _network.Write(size);
        byte[] content = await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken);

        Hash256 root = await _network.SendByAsync(sdk, source);

        Assert.Equal(content, await _network.ReceiveAsync(root));
        Assert.Equal(content, await _network.ReceiveByAsync(sdk, root));
    }

    [Theory]
    [InlineData(SdkPackage.Current, 257)]
    [InlineData(SdkPackage.Current, 2_500_001)]
    [InlineData(SdkPackage.Legacy, 2_500_001)]
    public async Task Upload_ByUs_HasTheRootOfTheSdkAndIsReadByIt(string sdk, int size)
    {
        string source = _network.Write(size);

        UploadResult ours = await _network.SendAsync(source);

        Assert.Equal(await _network.RootByAsync(sdk, source), ours.Root);
        Assert.Equal(
            await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken), await _network.ReceiveByAsync(sdk, ours.Root));
    }
}
