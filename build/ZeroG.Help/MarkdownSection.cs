using System.Text;
using System.Text.RegularExpressions;

namespace ZeroG.Help;

/// <summary>A heading with what stands under it, as plain text, and the headings one level deeper.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Line">Where it stands.</param>
internal sealed partial record MarkdownSection(string Title, int Line)
{
    /// <summary>What stands before each line of code in <see cref="Body"/>.</summary>
    public const string CodeIndent = "    ";

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _code = new();
    private readonly StringBuilder _body = new();

    public List<MarkdownSection> Children { get; } = [];

    /// <summary>Text without code blocks; paragraphs are divided by an empty line, the lines of one are joined.</summary>
    public string Text => _text.ToString().Trim();

    /// <summary>The code blocks of this heading, blocks divided by an empty line.</summary>
    public string Code => _code.ToString().Trim('\n');

    /// <summary>Text and code in the order of the page; lines of code begin with <see cref="CodeIndent"/>.</summary>
    public string Body => _body.ToString().Trim('\n');

    /// <summary>Reads a document whose first line is its only heading of the first level.</summary>
    public static MarkdownSection Parse(IReadOnlyList<string> lines)
    {
        List<MarkdownSection> open = [new("", 1)];
        bool code = false;
        bool joins = false;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i].TrimEnd();
            Match heading = Heading().Match(line);
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                code = !code;
                joins = false;
                open[^1]._code.Append(code && open[^1]._code.Length > 0 ? "\n" : "");
            }
            else if (code)
            {
                open[^1]._code.Append(line).Append('\n');
                open[^1]._body.Append('\n').Append(line.Length == 0 ? "" : CodeIndent).Append(line);
            }
            else if (heading.Success)
            {
                int level = heading.Groups[1].Length;
                MarkdownSection section = new(heading.Groups[2].Value, i + 1);
                open.RemoveRange(Math.Min(level, open.Count), Math.Max(open.Count - level, 0));
                open[^1].Children.Add(section);
                open.Add(section);
                joins = false;
            }
            else
            {
                bool starts = line.Length == 0 || line[0] == '|' || line.StartsWith("- ", StringComparison.Ordinal)
                    || line.StartsWith("* ", StringComparison.Ordinal);
                string text = joins && !starts ? " " + Plain(line).TrimStart() : "\n" + Plain(line);
                open[^1]._text.Append(text);
                open[^1]._body.Append(text);
                joins = line.Length > 0 && line[0] != '|';
            }
        }

        return open[0].Children.Count == 1 ? open[0].Children[0] : open[0];
    }

    /// <summary>A line without the marks of Markdown: links become their text, code loses its ticks, tables keep their cells.</summary>
    private static string Plain(string line)
    {
        string plain = Link().Replace(line, "$1").Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
        return plain.StartsWith('|')
            ? TableRule().IsMatch(plain) ? "" : string.Join("  ", plain.Trim('|').Split('|').Select(cell => cell.Trim()))
            : plain;
    }

    [GeneratedRegex("^(#{1,4}) +(.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\|[-:| ]+$")]
    private static partial Regex TableRule();
}
