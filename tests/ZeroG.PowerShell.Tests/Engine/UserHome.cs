using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A user's folder of its own for one test, named by ZEROG_HOME.</summary>
internal sealed class UserHome : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("ZEROG_HOME");

    public UserHome() => Environment.SetEnvironmentVariable("ZEROG_HOME", _folder.Path);

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("ZEROG_HOME", _before);
        _folder.Dispose();
    }
}
