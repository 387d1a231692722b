using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Nodes;

/// <summary>A session with everyday commands, on a development network with a compute provider.</summary>
public sealed class MarketSession : IDisposable
{
    private readonly UserHome _home = new();

    public MarketSession()
    {
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        Session.Run("$null = Start-ZgDevNet -Name market").AssertNoErrors();
    }

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; }

    public void Dispose()
    {
        Session.Run("Stop-ZgNode market").AssertNoErrors();
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }
}
