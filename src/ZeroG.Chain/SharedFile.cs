namespace ZeroG.Chain;

/// <summary>Reads files that others write, replace or delete meanwhile, and is in nobody's way.</summary>
public static class SharedFile
{
    private const int Attempts = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens a file to read it.</summary>
    public static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Reads a small file whole. On Windows one that is just being replaced may not be opened, which is waited for.</summary>
    public static byte[] ReadAllBytes(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using FileStream file = OpenRead(path);
                byte[] bytes = new byte[file.Length];
                file.ReadExactly(bytes);
                return bytes;
            }
            catch (Exception busy) when (OperatingSystem.IsWindows() && attempt < Attempts && MayPass(busy))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private static bool MayPass(Exception failure) =>
        failure is UnauthorizedAccessException or (IOException and not (FileNotFoundException or DirectoryNotFoundException));
}
