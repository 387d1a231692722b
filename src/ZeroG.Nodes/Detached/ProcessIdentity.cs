using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// A process beyond its number, which the system gives to another one later: the number and a mark of its start. Two processes never have
/// both in common.
/// </summary>
/// <param name="Id">The system's number.</param>
/// <param name="Start">
/// On Linux the boot and the clock ticks since it, which no change of the clock moves; elsewhere the start in UTC ticks, which the kernel
/// keeps.
/// </param>
public sealed record ProcessIdentity(int Id, string Start)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = Of(Environment.ProcessId)
        ?? throw new InvalidOperationException("The system does not show this process to itself.");

    /// <summary>Whether it still runs.</summary>
    [JsonIgnore]
    public bool IsAlive => Of(Id) == this;

    /// <summary>The process that has the number now; null when none has, or when it has ended and only waits to be counted off.</summary>
    public static ProcessIdentity? Of(int id) => (OperatingSystem.IsLinux() ? LinuxStart(id) : KernelStart(id)) is { } start
        ? new ProcessIdentity(id, start)
        : null;

    // proc(5): the name in parentheses may hold anything, so fields are counted behind its end: the state is the first, the start the 20th.
    private static string? LinuxStart(int id)
    {
        try
        {
            string line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{BootId()}/{fields[19]}";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? KernelStart(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
