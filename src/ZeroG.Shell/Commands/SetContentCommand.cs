using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Writes a file anew: text line by line, or bytes with -AsByteStream.</summary>
[Cmdlet(VerbsCommon.Set, "Content", SupportsShouldProcess = true)]
public sealed class SetContentCommand : PSCmdlet, IDisposable
{
    private readonly MemoryStream _content = new();

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object[] Value { get; set; } = [];

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    protected override void ProcessRecord()
    {
        foreach (object value in Value)
        {
            if (AsByteStream)
            {
                _content.WriteByte(LanguagePrimitives.ConvertTo<byte>(value));
            }
            else
            {
                _content.Write(System.Text.Encoding.UTF8.GetBytes(
                    LanguagePrimitives.ConvertTo<string>(value) + (NoNewline ? "" : Environment.NewLine)));
            }
        }
    }

    protected override void EndProcessing()
    {
        string file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        if (ShouldProcess(file, "Set content"))
        {
            File.WriteAllBytes(file, _content.ToArray());
        }
    }

    public void Dispose() => _content.Dispose();
}
