using ZeroG.Chain;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Writes a keystore where a user wants it, readable by its owner alone wherever that is.</summary>
internal static class KeystoreCopy
{
    /// <summary>Writes the whole file or nothing.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static void Write(string path, ReadOnlySpan<byte> keystore, bool overwrite)
    {
        try
        {
            OwnerOnlyFile.Write(path, keystore, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            throw new ZeroGException(
                "ZgTargetExists", ErrorKind.ResourceExists,
                $"'{path}' exists. Choose another destination, or -Force to overwrite it.", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ZeroGException(
                "ZgWriteFailed", ErrorKind.WriteError, $"'{path}' cannot be written: {e.Message} Check folder and permissions.", path, e);
        }
    }
}
