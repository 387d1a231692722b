using System.Text;

namespace ZeroG.Help;

/// <summary>An about_ topic: a Markdown page that becomes a plain text of 80 columns with the headings that Get-Help knows.</summary>
internal sealed class AboutTopic
{
    private const int Columns = 80;

    private readonly string _path;
    private readonly MarkdownSection _root;

    private AboutTopic(string path, MarkdownSection root) => (_path, _root) = (path, root);

    public static AboutTopic Read(string path) => new(path, MarkdownSection.Parse(File.ReadAllLines(path)));

    public void Check(HelpProblems problems)
    {
        if (_root.Title != Path.GetFileNameWithoutExtension(_path))
        {
            problems.Add(_path, 1, $"The title must be '# {Path.GetFileNameWithoutExtension(_path)}'.");
        }

        if (_root.Text.Length == 0 || _root.Children.Count == 0)
        {
            problems.Add(_path, 2, "A short description under the title and at least one section are needed.");
        }
    }

    public string ToText()
    {
        StringBuilder text = new();
        Append(text, "TOPIC", _root.Title);
        Append(text, "SHORT DESCRIPTION", _root.Text);
        text.Append("LONG DESCRIPTION\n\n");
        foreach (MarkdownSection section in _root.Children)
        {
            AppendSection(text, section);
        }

        return text.ToString();
    }

    private static void AppendSection(StringBuilder text, MarkdownSection section)
    {
        Append(text, section.Title, section.Body);
        foreach (MarkdownSection child in section.Children)
        {
            AppendSection(text, child);
        }
    }

    private static void Append(StringBuilder text, string title, string body)
    {
        text.Append(title).Append('\n');
        foreach (string line in body.Split('\n'))
        {
            Wrap(text, line);
        }

        text.Append('\n');
    }

    private static void Wrap(StringBuilder text, string line)
    {
        const string Indent = "    ";
        if (line.StartsWith(MarkdownSection.CodeIndent, StringComparison.Ordinal))
        {
            text.Append(Indent).Append(line).Append('\n');
            return;
        }

        int column = 0;
        foreach (string word in line.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Columns)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? (line.Length == 0 ? "" : Indent) : " ").Append(word);
            column += (column == 0 ? Indent.Length : 1) + word.Length;
        }

        text.Append('\n');
    }
}
