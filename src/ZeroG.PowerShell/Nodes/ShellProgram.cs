using System.Reflection;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Nodes;

/// <summary>
/// The shell that runs a detached node: the program of this process when it is pwsh or zg, also under <c>dotnet pwsh.dll</c>; in any other
/// host pwsh, where there is one.
/// </summary>
internal sealed record ShellProgram(string FileName, IReadOnlyList<string> Arguments)
{
    private const string ZgModule = "ZEROG_MODULE";

    // Both shells read the script from standard input then, so that nothing of it shows in the list of processes.
    private static readonly string[] ReadInput = ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "-"];

    private static readonly string[] Shells = ["pwsh", "pwsh-preview", "zg"];

    /// <summary>The shell.</summary>
    /// <exception cref="ZeroGException"><c>ZgNodeNoShell</c>: this process is no shell, and there is no pwsh.</exception>
    public static ShellProgram Current => Own() ?? OnPath() ?? throw new ZeroGException(
        "ZgNodeNoShell", ErrorKind.InvalidOperation,
        "This program is no shell that could run a node in a process of its own, and pwsh is not on the path. "
        + "Use -Detached in pwsh or zg.");

    /// <summary>Tells zg which module to import: this one.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { [ZgModule] = Manifest };

    /// <summary>The manifest of this module.</summary>
    public static string Manifest => Path.Combine(Path.GetDirectoryName(typeof(ShellProgram).Assembly.Location)!, "ZeroG.psd1");

    private static ShellProgram? Own()
    {
        string? program = System.Environment.ProcessPath;
        string? assembly = Assembly.GetEntryAssembly()?.Location;
        return (IsShell(program), IsShell(assembly)) switch
        {
            (true, _) => new ShellProgram(program!, ReadInput),
            (_, true) when program is not null && Path.GetFileNameWithoutExtension(program) == "dotnet" =>
                new ShellProgram(program, [assembly!, .. ReadInput]),
            _ => null,
        };
    }

    private static ShellProgram? OnPath()
    {
        string file = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        string? folder = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, file)));
        return folder is null ? null : new ShellProgram(Path.Combine(folder, file), ReadInput);
    }

    private static bool IsShell(string? path) =>
        path is not null && Shells.Contains(Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);
}
