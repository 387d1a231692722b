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
    /// <exception cref="IOException">The file exists and <paramref name="overwrite"/> is false, or the disk refuses.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream file = Open(temporary, System.IO.FileMode.CreateNew, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens a file to read and write; one that is made anew belongs to the owner alone.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        // On Windows the file inherits the one entry of its folder.
        return new FileStream(path, options);
    }

    [SupportedOSPlatform("windows")]
    private static void CreateWindowsFolder(string folder)
    {
        DirectorySecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl,
            InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
            PropagationFlags.None, AccessControlType.Allow));
        security.CreateDirectory(folder);
    }
}
