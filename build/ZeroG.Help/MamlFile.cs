using System.Management.Automation;
using System.Xml.Linq;

namespace ZeroG.Help;

/// <summary>
/// Writes what Get-Help reads (MAML). Element names and order: PowerShell-Docs, reference/docs-conceptual/developer/help,
/// "How to create the Cmdlet Help file".
/// </summary>
internal static class MamlFile
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(IEnumerable<HelpEntry> entries, string path)
    {
        XElement root = new(
            Msh + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            entries.Select(Entry));
        root.Save(path);
    }

    private static XElement Entry(HelpEntry entry) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", entry.Command.Name),
            Description(entry.Page.Synopsis),
            new XElement(Command + "verb", entry.Command.Name.Split('-')[0]),
            new XElement(Command + "noun", entry.Command.Name.Split('-')[1])),
        Description(entry.Page.Description),
        new XElement(Command + "syntax", entry.Command.Sets.Select(set => Syntax(entry.Command.Name, set))),
        new XElement(
            Command + "parameters",
            entry.Command.Parameters.Select(parameter => Parameter(parameter, entry.Page.Parameter(parameter.Name)))),
        new XElement(Command + "inputTypes", Value("inputType", entry.Page.Inputs)),
        new XElement(Command + "returnValues", Value("returnValue", entry.Page.Outputs)),
        new XElement(Command + "examples", entry.Page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", entry.Page.Links.Select(link => new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));

    private static XElement Syntax(string name, IEnumerable<CommandParameterInfo> set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", name),
        set.OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position).ThenBy(parameter => !parameter.IsMandatory)
            .ThenBy(CommandSyntax.IsQuestion).Select(parameter => Parameter(parameter, text: null)));

    private static XElement Parameter(CommandParameterInfo parameter, string? text)
    {
        string type = parameter.ParameterType == typeof(SwitchParameter) ? "SwitchParameter" : ToTypeName(parameter.ParameterType);
        bool wildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();
        string pipeline = (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", "false"),
            new XAttribute("globbing", wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", pipeline),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            text is null ? null : Description(text),
            text is null ? Choice(parameter) : null,
            type == "SwitchParameter" && text is null
                ? null
                : new XElement(
                    Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), type),
            text is null ? null : new XElement(Dev + "type", new XElement(Maml + "name", type), new XElement(Maml + "uri")));
    }

    /// <summary>The values of an enumeration, which the syntax shows in place of its name; null for other types.</summary>
    private static XElement? Choice(CommandParameterInfo parameter)
    {
        Type type = parameter.ParameterType.GetElementType() ?? parameter.ParameterType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum
            ? new XElement(Command + "parameterValueGroup", Enum.GetNames(type).Select(value => new XElement(
                Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)))
            : null;
    }

    private static string ToTypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? ToTypeName(inner) : type switch
        {
            { IsArray: true } => ToTypeName(type.GetElementType()!) + "[]",
            { Name: "TokenAmount" } => "ZgAmount",
            { Name: "Address" } => "ZgAddress",
            { Name: "Hash256" } => "ZgHash",
            _ => type.Name,
        };

    private static XElement? Value(string element, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        string[] parts = text.Split(": ", 2);
        return new XElement(
            Command + element,
            new XElement(Dev + "type", new XElement(Maml + "name", parts[0])),
            Description(parts.Length == 2 ? parts[1] : ""));
    }

    private static XElement Example(MarkdownSection section, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"Example {index + 1}: {section.Title}"),
        new XElement(Dev + "code", section.Code),
        new XElement(Dev + "remarks", Paragraphs(section.Text)));

    private static XElement Description(string text) => new(Maml + "description", Paragraphs(text));

    private static IEnumerable<XElement> Paragraphs(string text) =>
        text.Split("\n\n").Select(paragraph => new XElement(Maml + "para", paragraph.Trim()));
}
