using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ZeroG.Shell.Hosting;

/// <summary>Objects go to standard output; errors, warnings, verbose and debug lines and progress to standard error.</summary>
/// <param name="nonInteractive">Whether questions are refused.</param>
internal sealed class ShellUserInterface(bool nonInteractive) : PSHostUserInterface
{
    private readonly ProgressLine _progress = new();

    // https://no-color.org: any value counts.
    private static readonly bool Colour = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    public override bool SupportsVirtualTerminal => Colour && !Console.IsOutputRedirected;

    public override void Write(string value)
    {
        EndProgress();
        Console.Out.Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (!SupportsVirtualTerminal)
        {
            Write(value);
            return;
        }

        // Values outside the enumeration stand for the terminal's own colours.
        if (Enum.IsDefined(foregroundColor))
        {
            Console.ForegroundColor = foregroundColor;
        }

        if (Enum.IsDefined(backgroundColor))
        {
            Console.BackgroundColor = backgroundColor;
        }

        Write(value);
        Console.ResetColor();
    }

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteSide(value, PSStyle.Instance.Formatting.Error);

    public override void WriteWarningLine(string message) => WriteSide("WARNING: " + message, PSStyle.Instance.Formatting.Warning);

    public override void WriteVerboseLine(string message) => WriteSide("VERBOSE: " + message, PSStyle.Instance.Formatting.Verbose);

    public override void WriteDebugLine(string message) => WriteSide("DEBUG: " + message, PSStyle.Instance.Formatting.Debug);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <summary>Wipes the progress line.</summary>
    public void EndProgress() => _progress.Wipe();

    public override string ReadLine()
    {
        RefuseQuestions("Read-Host");
        return Console.ReadLine() ?? "";
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefuseQuestions("A secret");
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        Console.WriteLine();
        secret.MakeReadOnly();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RefuseQuestions(string.Join(", ", descriptions.Select(field => "-" + field.Name)));
        WriteHeading(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            Write($"{field.Name}: ");
            bool secret = field.ParameterTypeName == nameof(SecureString);
            answers[field.Name] = PSObject.AsPSObject(secret ? ReadLineAsSecureString() : ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefuseQuestions("A confirmation (-Confirm:$false answers it)");
        WriteHeading(caption, message);
        string[] letters = [.. choices.Select((choice, index) => Letter(choice, index))];
        while (true)
        {
            Write(string.Join(
                "  ", choices.Select((choice, index) => $"[{letters[index]}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}")));
            Write(defaultChoice >= 0 ? $" (default is \"{letters[defaultChoice]}\"): " : ": ");
            string answer = Console.ReadLine()?.Trim() ?? "";
            int picked = answer.Length == 0
                ? defaultChoice
                : Array.FindIndex(letters, letter => letter.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (picked >= 0)
            {
                return picked;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        RefuseQuestions("-Credential");
        WriteHeading(caption, message);
        Write("User: ");
        string user = string.IsNullOrEmpty(userName) ? ReadLine() : userName;
        Write($"Password for {user}: ");
        return new PSCredential(user, ReadLineAsSecureString());
    }

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private static string Letter(ChoiceDescription choice, int index)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? choice.Label.Substring(mark + 1, 1).ToUpperInvariant()
            : (index + 1).ToString(CultureInfo.InvariantCulture);
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (string line in (string[])[caption, message])
        {
            if (!string.IsNullOrEmpty(line))
            {
                WriteLine(line);
            }
        }
    }

    private void WriteSide(string text, string style)
    {
        EndProgress();
        bool colour = Colour && !Console.IsErrorRedirected;
        Console.Error.WriteLine(GetOutputString(colour ? style + text + PSStyle.Instance.Reset : text, colour));
    }

    private void RefuseQuestions(string wanted)
    {
        if (nonInteractive)
        {
            throw new PSInvalidOperationException(
                $"{wanted} was asked for, but nobody can answer: zg runs with -NonInteractive or a redirected standard input.");
        }
    }
}
