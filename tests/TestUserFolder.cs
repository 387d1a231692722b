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
        string folder = Directory.CreateTempSubdirectory("zerog-test-home-").FullName;
        Environment.SetEnvironmentVariable("ZEROG_HOME", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // A process that is just ending may still write there; that must not make a failure of a run that went well.
            }
        };
    }
}
