using ZeroG.Storage.Encryption;

namespace ZeroG.PowerShell.Encryption;

/// <summary>Opens a key file as a user names it.</summary>
internal static class KeyFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads the key, and warns when others than the owner can read it too.</summary>
    public static async Task<SymmetricKey> OpenAsync(string path, Action<string> warn, CancellationToken cancellationToken)
    {
        SymmetricKey key = await SymmetricKey.FromFileAsync(path, cancellationToken);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            warn($"Others than its owner may read the key file '{path}'. Take that right from them: chmod 600.");
        }

        return key;
    }
}
