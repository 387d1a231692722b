using System.Runtime.CompilerServices;

namespace ZeroG.Testing;

/// <summary>
/// Part of every test project: whatever a test keeps in the user's folder (nonces, wallets, networks, uploads) goes to a temporary one,
/// which ends with the process.
/// </summary>
internal static class TestUserFolder
{
    [ModuleInitializer]
    internal static void Redirect()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"zerog-test-home-{Environment.ProcessId}");
        Environment.SetEnvironmentVariable("ZEROG_HOME", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        };
    }
}
