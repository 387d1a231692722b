using ZeroG.Shell;
using ZeroG.Shell.Hosting;

if (!ShellArguments.TryParse(args, out ShellArguments arguments, out string problem))
{
    Console.Error.WriteLine($"zg: {problem}");
    Console.Error.WriteLine("Try 'zg -Help'.");
    return ExitCode.Usage;
}

switch (arguments.Mode)
{
    case ShellMode.Help:
        Console.WriteLine(ShellArguments.HelpText);
        return ExitCode.Success;
    case ShellMode.Version:
        Console.WriteLine($"zg {typeof(ShellArguments).Assembly.GetName().Version!.ToString(3)}");
        return ExitCode.Success;
    default:
        using (ShellSession session = new(new ShellHost(arguments.NonInteractive || Console.IsInputRedirected)))
        {
            Console.CancelKeyPress += (_, press) => press.Cancel = session.Stop();
            return session.Run(arguments);
        }
}
