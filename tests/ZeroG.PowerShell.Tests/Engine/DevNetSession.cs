using System.Management.Automation;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A session that is connected to a development network of its own, shared by the tests of a class.</summary>
public sealed class DevNetSession : IDisposable
{
    private readonly UserHome _home = new();

    public DevNetSession()
    {
        Session = new ModuleSession();
        Session.SetLocation(Folder.Path);
        Network = (PSObject)Session.Run("Start-ZgDevNet -Name tests").Output.Single();
    }

    /// <summary>What Start-ZgDevNet emitted.</summary>
    public PSObject Network { get; }

    /// <summary>Address of the chain.</summary>
    public Uri ChainUri => (Uri)((PSObject)Session.Run("(Get-ZgNetwork -Current).RpcUri").Output.Single()).BaseObject;

    /// <summary>Address of the network's only storage node.</summary>
    public Uri StorageNode => (Uri)((PSObject)Session.Run("(Get-ZgNode tests).StorageNodes[0].Uri").Output.Single()).BaseObject;

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; }

    /// <summary>Writes a file that no other test has, at the session's location.</summary>
    public string NewFile(string name, int size = 1000)
    {
        byte[] content = new byte[size];
        Random.Shared.NextBytes(content);
        File.WriteAllBytes(Folder[name], content);
        return Folder[name];
    }

    public void Dispose()
    {
        Session.Run("Stop-ZgNode tests").AssertNoErrors();
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }
}
