using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class FlowDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Twice_IsInUse()
    {
        using FlowDatabase first = new(_folder["database"]);

        Assert.Equal("ZgDataInUse", Assert.Throws<ZeroGException>(() => new FlowDatabase(_folder["database"])).ErrorId);
    }

    /// <summary>The folder's own name is part of the words of the database, and is no reason.</summary>
    [Fact]
    public void Open_DamagedInAFolderCalledLock_IsDamaged()
    {
        new FlowDatabase(_folder["clock/LOCK"]).Dispose();
        File.WriteAllText(_folder["clock/LOCK/CURRENT"], "nonsense");

        Assert.Equal("ZgDataDamaged", Assert.Throws<ZeroGException>(() => new FlowDatabase(_folder["clock/LOCK"])).ErrorId);
    }
}
