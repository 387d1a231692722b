using System.Diagnostics;

namespace ZeroG.Benchmarks.Processes;

/// <summary>A program run to its end: what a benchmark of whole processes times.</summary>
internal static class ChildProcess
{
    /// <summary>The folder of <c>ZeroG.slnx</c>. Benchmarks run from a folder below it.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Runs a program and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0, so that its time means nothing.</exception>
    public static string Run(string program, IEnumerable<string> arguments, (string Name, string Value)? variable = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Result}{output}");
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZeroG.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ZeroG.slnx above {AppContext.BaseDirectory}.");
    }
}
