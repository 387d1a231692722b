namespace ZeroG.Help;

/// <summary>
/// A page of docs/cmdlets. Its shape is fixed:
/// <code>
/// # Verb-ZgNoun
/// Synopsis in one line.
/// ## Description
/// ## Examples
/// ### Title, then a powershell block, its output in a text block, and remarks
/// ## Parameters
/// ### -Name
/// ## Inputs, ## Outputs, ## Errors, ## Related
/// </code>
/// </summary>
internal sealed class HelpPage
{
    private const int FewestExamples = 2;

    private static readonly string[] RequiredSections = ["Description", "Examples", "Parameters", "Outputs", "Related"];

    private readonly string _path;
    private readonly MarkdownSection _root;

    private HelpPage(string path, MarkdownSection root) => (_path, _root) = (path, root);

    /// <summary>The one line under the name.</summary>
    public string Synopsis => _root.Text;

    public string Description => Section("Description")?.Text ?? "";

    public IReadOnlyList<MarkdownSection> Examples => Section("Examples")?.Children ?? [];

    public string Outputs => Section("Outputs")?.Text ?? "";

    public string Inputs => Section("Inputs")?.Text ?? "";

    /// <summary>Names of the pages that are named for further reading.</summary>
    public IReadOnlyList<string> Links =>
        [.. (Section("Related")?.Text ?? "").Split('\n').Select(line => line.TrimStart('-', '*', ' ')).Where(line => line.Length > 0)];

    public static HelpPage Read(string path) => new(path, MarkdownSection.Parse(File.ReadAllLines(path)));

    /// <summary>
    /// Text of a parameter; empty when it has none. -WhatIf and -Confirm are explained by pages where they mean something particular.
    /// </summary>
    public string Parameter(string name) => ParameterSections.FirstOrDefault(section => section.Title == "-" + name)?.Text ?? name switch
    {
        "WhatIf" => "Says what would be done, and does nothing.",
        "Confirm" => "Asks before anything is done; -Confirm:$false never asks.",
        _ => "",
    };

    /// <summary>Reports all that the cmdlet has and the page lacks, and the other way round.</summary>
    public void Check(CommandSyntax command, HelpProblems problems)
    {
        if (_root.Title != command.Name)
        {
            problems.Add(_path, 1, $"The title must be '# {command.Name}'.");
        }

        if (Synopsis.Length == 0 || Synopsis.Contains('\n', StringComparison.Ordinal))
        {
            problems.Add(_path, 2, "The synopsis must be one line under the title.");
        }

        foreach (string title in RequiredSections.Where(title => Section(title) is null or { Text: "", Children.Count: 0 }))
        {
            if (title != "Parameters" || command.Parameters.Count > 0)
            {
                problems.Add(_path, 1, $"The section '## {title}' is missing or empty.");
            }
        }

        if (Examples.Count(example => example.Code.Length > 0) < FewestExamples)
        {
            problems.Add(
                _path, Section("Examples")?.Line ?? 1, $"At least {FewestExamples} examples with a powershell block each are needed.");
        }

        foreach (string name in command.Parameters.Select(parameter => parameter.Name).Where(name => Parameter(name).Length == 0))
        {
            problems.Add(_path, Section("Parameters")?.Line ?? 1, $"Parameter -{name} has no text.");
        }

        foreach (MarkdownSection section in ParameterSections.Where(
            section => !command.Parameters.Any(parameter => section.Title == "-" + parameter.Name)))
        {
            problems.Add(_path, section.Line, $"{command.Name} has no parameter '{section.Title}'.");
        }
    }

    private IReadOnlyList<MarkdownSection> ParameterSections => Section("Parameters")?.Children ?? [];

    private MarkdownSection? Section(string title) => _root.Children.FirstOrDefault(section => section.Title == title);
}
