using ZeroG.Chain;
using ZeroG.Nodes.Compute;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Compute;

public sealed class TeeKeyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string KeyPath => Path.Combine(_folder.Path, "keys", "tee-development.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Twice_IsTheSameKeyForItsOwnerAlone()
    {
        using TeeKey first = TeeKey.Open(_folder.Path);
        using TeeKey second = TeeKey.Open(_folder.Path);

        Assert.Equal(first.Address, second.Address);
        Assert.Equal($"{first.Address} (development)", first.ToString());
        Assert.True(OwnerOnly.Is(KeyPath));
    }

    [Fact]
    public void Open_Damaged_DoesNotShowWhatIsThere()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, "0x1234secret");

        ZeroGException failure = Assert.Throws<ZeroGException>(() => TeeKey.Open(_folder.Path));

        Assert.Equal("ZgTeeKeyUnusable", failure.ErrorId);
        Assert.DoesNotContain("1234secret", failure.ToString(), StringComparison.Ordinal);
    }
}
