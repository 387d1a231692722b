using System.Management.Automation;
using System.Text;

namespace ZeroG.Shell.Commands;

/// <summary>Writes the properties of objects as quoted, comma-separated text; the first object names the columns.</summary>
[Cmdlet(VerbsData.Export, "Csv", SupportsShouldProcess = true)]
public sealed class ExportCsvCommand : PSCmdlet
{
    private readonly StringBuilder _text = new();
    private string[]? _columns;

    /// <summary>The file; its name is taken as it is written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    public string Path { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = System.Management.Automation.Internal.AutomationNull.Value;

    [Parameter]
    public SwitchParameter NoTypeInformation { get; set; }

    /// <summary>Adds rows to a file that exists; its first line has named the columns.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    protected override void ProcessRecord()
    {
        if (_columns is null)
        {
            _columns = [.. InputObject.Properties.Select(property => property.Name)];
            if (!HasRows())
            {
                AppendRow(_columns);
            }
        }

        AppendRow(_columns.Select(column => LanguagePrimitives.ConvertTo<string>(InputObject.Properties[column]?.Value)));
    }

    protected override void EndProcessing()
    {
        if (!ShouldProcess(FullPath, "Export CSV"))
        {
            return;
        }

        if (Append)
        {
            File.AppendAllText(FullPath, _text.ToString());
        }
        else
        {
            File.WriteAllText(FullPath, _text.ToString());
        }
    }

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    private bool HasRows() => Append && new FileInfo(FullPath) is { Exists: true, Length: > 0 };

    private void AppendRow(IEnumerable<string?> cells) =>
        _text.AppendJoin(',', cells.Select(cell => '"' + cell?.Replace("\"", "\"\"", StringComparison.Ordinal) + '"')).AppendLine();
}
