using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A session with the everyday commands, connected to a development network on which small files lie.</summary>
public sealed class StoredFilesSession : IDisposable
{
    /// <summary>How many files there are.</summary>
    public const int Count = 30;

    private readonly UserHome _home = new();

    public StoredFilesSession()
    {
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        Session.Run("Start-ZgDevNet -Name stored").AssertNoErrors();
        for (int i = 0; i < Count; i++)
        {
            File.WriteAllText(Folder[$"file{i:00}"], $"content of file {i}");
        }

        RunResult sent = Session.Run("$global:files = Get-ChildItem file* | Send-ZgFile; (Get-ZgNode stored).StorageNodes[0].Uri");
        sent.AssertNoErrors();
        StorageNode = (Uri)sent.Output.Single().BaseObject;
    }

    /// <summary>Address of the network's only storage node.</summary>
    public Uri StorageNode { get; }

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session; <c>$files</c> holds what Send-ZgFile emitted.</summary>
    internal ModuleSession Session { get; }

    public void Dispose()
    {
        Session.Run("Stop-ZgNode stored").AssertNoErrors();
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }
}
