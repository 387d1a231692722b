using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace ZeroG.Testing;

/// <summary>Who may use a file or folder: by its mode on Unix, by its access list on Windows.</summary>
public static class OwnerOnly
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether nobody but this process' user may, and that one may read and write.</summary>
    public static bool Is(string path) => OperatingSystem.IsWindows()
        ? IsByList(path)
        : (File.GetUnixFileMode(path) & ~UnixFileMode.UserExecute) == Own;

    /// <summary>Lets everybody use a folder, and on Windows what is made in it.</summary>
    public static void Share(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            ShareByList(new DirectoryInfo(folder));
        }
        else
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }
    }

    [SupportedOSPlatform("windows")]
    private static bool IsByList(string path)
    {
        FileSystemSecurity security = Directory.Exists(path)
            ? new DirectoryInfo(path).GetAccessControl(AccessControlSections.Access)
            : new FileInfo(path).GetAccessControl(AccessControlSections.Access);
        SecurityIdentifier own = WindowsIdentity.GetCurrent().User!;
        SecurityIdentifier system = new(WellKnownSidType.LocalSystemSid, null);
        const FileSystemRights ReadAndWrite = FileSystemRights.Read | FileSystemRights.Write;
        bool mayUse = false;
        foreach (FileSystemAccessRule rule in security.GetAccessRules(true, true, typeof(SecurityIdentifier)))
        {
            // The system itself may do everything anyway; Wine shows it in every list.
            if (rule.AccessControlType != AccessControlType.Allow
                || (!rule.IdentityReference.Equals(own) && !rule.IdentityReference.Equals(system)))
            {
                return false;
            }

            mayUse |= rule.IdentityReference.Equals(own) && rule.FileSystemRights.HasFlag(ReadAndWrite);
        }

        return mayUse;
    }

    [SupportedOSPlatform("windows")]
    private static void ShareByList(DirectoryInfo folder)
    {
        DirectorySecurity security = folder.GetAccessControl(AccessControlSections.Access);
        security.AddAccessRule(new FileSystemAccessRule(
            new SecurityIdentifier(WellKnownSidType.WorldSid, null), FileSystemRights.FullControl,
            InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        folder.SetAccessControl(security);
    }
}
