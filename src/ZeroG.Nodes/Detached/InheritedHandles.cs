using System.Globalization;
using System.Runtime.InteropServices;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// Keeps what this process inherited from its own parent, such as the pipe of a build server, from a process that it starts: that one lives
/// for days, and whoever waits for the end of the pipe would wait as long. The runtime's own handles are never inherited.
/// </summary>
internal static class InheritedHandles
{
    private const int GetDescriptorFlags = 1;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;
    private const int HandleInherit = 1;

    // The descriptors of the process that looks, on Linux and macOS.
    private const string Descriptors = "/dev/fd/";

    private static readonly Lock Gate = new();

    /// <summary>Starts something while nothing can be inherited but what is handed over by itself.</summary>
    public static T Withhold<T>(Func<T> start)
    {
        // One at a time: the end of one start must not give back what the next withholds.
        lock (Gate)
        {
            Action giveBack = OperatingSystem.IsWindows() ? WithholdStandardHandles() : WithholdDescriptors();
            try
            {
                return start();
            }
            finally
            {
                giveBack();
            }
        }
    }

    // The standard streams of the child are pipes of its own; above them lies what this process was given.
    private static Action WithholdDescriptors()
    {
        List<int> inheritable = [];
        string[] entries = Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors) : [];
        foreach (string entry in entries)
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor) && descriptor > 2
                && ControlDescriptor(descriptor, GetDescriptorFlags, 0) == 0)
            {
                ControlDescriptor(descriptor, SetDescriptorFlags, CloseOnExec);
                inheritable.Add(descriptor);
            }
        }

        return () => inheritable.ForEach(descriptor => ControlDescriptor(descriptor, SetDescriptorFlags, 0));
    }

    private static Action WithholdStandardHandles()
    {
        List<nint> inheritable = [];
        for (int number = -12; number <= -10; number++)
        {
            nint handle = GetStdHandle(number);
            if (GetHandleInformation(handle, out int flags) && (flags & HandleInherit) != 0
                && SetHandleInformation(handle, HandleInherit, 0))
            {
                inheritable.Add(handle);
            }
        }

        return () => inheritable.ForEach(handle => SetHandleInformation(handle, HandleInherit, HandleInherit));
    }

    // fcntl takes its third argument as a variable one. Apple's ARM convention passes those on the stack, behind eight registers.
    private static int ControlDescriptor(int descriptor, int command, nint argument) =>
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ControlDescriptorOnStack(descriptor, command, 0, 0, 0, 0, 0, 0, argument)
            : ControlDescriptorInRegisters(descriptor, command, argument);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int ControlDescriptorInRegisters(int descriptor, int command, nint argument);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int ControlDescriptorOnStack(
        int descriptor, int command, nint unused2, nint unused3, nint unused4, nint unused5, nint unused6, nint unused7, nint argument);

    [DllImport("kernel32")]
    private static extern nint GetStdHandle(int number);

    [DllImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetHandleInformation(nint handle, out int flags);

    [DllImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetHandleInformation(nint handle, int mask, int flags);
}
