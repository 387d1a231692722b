namespace ZeroG.Chain;

/// <summary>Where ZeroG keeps what belongs to the user: wallets, networks and the nonces in use.</summary>
public static class UserFolder
{
    /// <summary>Name of the environment variable that moves the folder elsewhere.</summary>
    public const string Variable = "ZEROG_HOME";

    /// <summary>
    /// The folder that ZEROG_HOME names; otherwise <c>%LOCALAPPDATA%\ZeroG</c>, <c>~/Library/Application Support/ZeroG</c> or
    /// <c>~/.local/share/ZeroG</c>. It need not exist.
    /// </summary>
    public static string Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? System.IO.Path.GetFullPath(folder)
        : System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "ZeroG");
}
