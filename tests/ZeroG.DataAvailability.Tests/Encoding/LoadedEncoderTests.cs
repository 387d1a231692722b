using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class LoadedEncoderTests
{
    private static readonly MatrixShape Shape = new(3, 3);

    [Fact]
    public async Task Open_SeveralAtOnce_ShareOneEncoderUntilTheLastLetsGo()
    {
        using TempFolder folder = new();
        await DevelopmentParameters.WriteAsync(folder.Path, Shape, "shared");

        LoadedEncoder[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoadedEncoder.OpenAsync(folder.Path, Shape)));
        IBlobEncoder first = all[0].Encoder;
        Assert.All(all, loaded => Assert.Same(first, loaded.Encoder));
        Assert.True(all[0].IsDevelopment);
        Assert.Equal(Shape, first.Shape);

        Array.ForEach(all[1..], loaded => loaded.Dispose());
        using (LoadedEncoder again = await LoadedEncoder.OpenAsync(folder.Path, Shape))
        {
            Assert.Same(first, again.Encoder);
        }

        all[0].Dispose();
        using LoadedEncoder anew = await LoadedEncoder.OpenAsync(folder.Path, Shape);
        Assert.NotSame(first, anew.Encoder);
        Assert.Equal(first.Encode(new byte[10]).DataRoot, anew.Encoder.Encode(new byte[10]).DataRoot);
    }

    [Fact]
    public async Task Open_NoParameters_FailsForAllAndIsTriedAnew()
    {
        using TempFolder folder = new();

        ZeroGException missing = await Assert.ThrowsAsync<ZeroGException>(() => LoadedEncoder.OpenAsync(folder.Path, Shape));
        await DevelopmentParameters.WriteAsync(folder.Path, Shape, "shared");

        Assert.Equal("ZgParameterNotFound", missing.ErrorId);
        using LoadedEncoder loaded = await LoadedEncoder.OpenAsync(folder.Path, Shape);
        Assert.NotNull(loaded.Encoder);
    }
}
