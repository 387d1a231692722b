namespace ZeroG.Shell;

/// <summary>
/// The command line of <c>zg</c>, in the manner of pwsh: names without case and abbreviated, everything behind -File and -Command is
/// theirs.
/// </summary>
/// <param name="Mode">What to do.</param>
/// <param name="Text">The script's path, or the command; <c>-</c> is standard input.</param>
/// <param name="Rest">Arguments for the script file.</param>
/// <param name="NonInteractive">Whether questions are refused instead of asked.</param>
internal sealed record ShellArguments(ShellMode Mode, string Text, IReadOnlyList<string> Rest, bool NonInteractive)
{
    public const string HelpText = """
        zg - PowerShell with the ZeroG module already imported

          zg                              interactive prompt
          zg -File <script.ps1> [args]    run a script ('-' reads it from standard input)
          zg -Command <text>              run a text
          zg -NonInteractive ...          refuse questions instead of asking them
          zg -Version | -Help

        Exit codes: 0, 1 on error, 64 for wrong arguments, 130 after Ctrl+C, or the script's own 'exit N'.
        The module comes from the folder in ZEROG_MODULE, else from out/ZeroG beside or above this program.
        """;

    private static readonly string[] Names = ["-file", "-command", "-noninteractive", "-noprofile", "-nologo", "-version", "-help"];

    /// <summary>Reads the command line; false with a sentence about what is wrong.</summary>
    public static bool TryParse(IReadOnlyList<string> args, out ShellArguments arguments, out string problem)
    {
        arguments = new(ShellMode.Prompt, "-", [], NonInteractive: false);
        problem = "";
        for (int i = 0; i < args.Count; i++)
        {
            string[] rest = [.. args.Skip(i + 1)];
            switch (FullName(args[i]))
            {
                case "-noninteractive":
                    arguments = arguments with { NonInteractive = true };
                    break;
                case "-noprofile" or "-nologo":
                    // There is no profile and no banner to leave out; scripts written for pwsh pass these.
                    break;
                case "-version":
                    arguments = arguments with { Mode = ShellMode.Version };
                    return true;
                case "-help":
                    arguments = arguments with { Mode = ShellMode.Help };
                    return true;
                case "-command" when rest.Length > 0:
                    arguments = arguments with { Mode = ShellMode.Command, Text = string.Join(' ', rest) };
                    return true;
                case "-file" when rest.Length > 0:
                    arguments = arguments with { Mode = ShellMode.File, Text = rest[0], Rest = rest[1..] };
                    return true;
                case "-command" or "-file":
                    problem = $"{args[i]} needs an argument.";
                    return false;
                case null when !args[i].StartsWith('-'):
                    // As pwsh: the first bare word is a script file.
                    arguments = arguments with { Mode = ShellMode.File, Text = args[i], Rest = rest };
                    return true;
                default:
                    problem = $"'{args[i]}' is no option of zg.";
                    return false;
            }
        }

        return true;
    }

    private static string? FullName(string argument) => argument.ToLowerInvariant() switch
    {
        "-?" or "-h" or "--help" or "/?" => "-help",
        "-v" or "--version" => "-version",
        { Length: > 1 } name when name[0] == '-' => Array.Find(Names, candidate => candidate.StartsWith(name, StringComparison.Ordinal)),
        _ => null,
    };
}
