using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace ZeroG.Chain;

/// <summary>
/// Files that only their owner may read: mode 0600 in folders of mode 0700 on Unix, an access list with one entry on Windows.
/// </summary>
public static class OwnerOnlyFile
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What FileStream takes by itself.
    private const int BufferSize = 4096;

    /// <summary>Makes the folder and those above it that are missing. A folder that exists keeps its permissions.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            CreateWindowsFolder(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FileMode | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Writes the whole file or nothing: the bytes go to a new file beside it, to the disk, and only then under the name. A reader sees the
    /// old file or the new one.
    /// </summary>
    /// <exception cref="IOException">
    /// The file exists and <paramref name="overwrite"/> is false, another program has it open (Windows), or the disk refuses.
    /// </exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        string temporary = TemporaryName.Beside(path);
        try
        {
            using (FileStream file = Open(temporary, System.IO.FileMode.CreateNew, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            FileMove.To(temporary, path, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Closes a folder that may exist to all but its owner.</summary>
    public static void CloseFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            new DirectoryInfo(folder).SetAccessControl(FolderSecurity());
        }
        else
        {
            File.SetUnixFileMode(folder, FileMode | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Opens a file to read and write; one that is made anew belongs to the owner alone, whatever its folder allows.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share) => OperatingSystem.IsWindows()
        ? new FileInfo(path).Create(mode, FileSystemRights.Read | FileSystemRights.Write, share, BufferSize, FileOptions.None, FileSecurity())
        : new FileStream(
            path, new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, UnixCreateMode = FileMode });

    [SupportedOSPlatform("windows")]
    private static void CreateWindowsFolder(string folder) => FolderSecurity().CreateDirectory(folder);

    [SupportedOSPlatform("windows")]
    private static DirectorySecurity FolderSecurity()
    {
        DirectorySecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl,
            InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
            PropagationFlags.None, AccessControlType.Allow));
        return security;
    }

    [SupportedOSPlatform("windows")]
    private static FileSecurity FileSecurity()
    {
        FileSecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return security;
    }
}
