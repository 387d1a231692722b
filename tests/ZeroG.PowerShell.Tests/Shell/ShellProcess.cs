using System.Diagnostics;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Shell;

/// <summary>One run of <c>zg</c> as a user starts it.</summary>
internal sealed record ShellProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end.</summary>
    public static async Task<ShellProcess> RunAsync(string? input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new ShellProcess(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it with all three streams redirected.</summary>
    public static Process Start(params string[] arguments) => StartProgram([DotNet, Program, .. arguments]);

    /// <summary>Starts it so that it hears an interrupt even where the tests do not: in the background of a script, a signal that is
    /// ignored is ignored by all children, unless it is given back to them before they start.</summary>
    public static Process StartInterruptible(params string[] arguments) =>
        StartProgram([.. OperatingSystem.IsLinux() ? (string[])["env", "--default-signal=INT"] : [], DotNet, Program, .. arguments]);

    private static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "zg.dll");

    private static Process StartProgram(string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        return Process.Start(start)!;
    }
}
