using System.Management.Automation;
using System.Text;

namespace ZeroG.Shell.Commands;

/// <summary>Objects with text properties from comma-separated text whose first row names them.</summary>
[Cmdlet(VerbsData.Import, "Csv", DefaultParameterSetName = Wildcards)]
public sealed class ImportCsvCommand : PathCommand
{
    protected override void Process(string path)
    {
        foreach (string file in Files(path))
        {
            List<string[]> rows = [.. Rows(File.ReadAllText(file))];
            foreach (string[] row in rows.Skip(1))
            {
                PSObject item = new();
                for (int i = 0; i < rows[0].Length; i++)
                {
                    item.Properties.Add(new PSNoteProperty(rows[0][i], i < row.Length ? row[i] : null));
                }

                WriteObject(item);
            }
        }
    }

    private static IEnumerable<string[]> Rows(string text)
    {
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\r' or '\n'))
            {
                cell.Append(c);
            }
            else if (c != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return [.. row];
                    row.Clear();
                }
            }
        }

        if (row.Count > 0 || cell.Length > 0)
        {
            row.Add(cell.ToString());
            yield return [.. row];
        }
    }
}
