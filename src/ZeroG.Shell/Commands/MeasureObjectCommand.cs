using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Counts objects, and sums a property.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly List<double> _values = [];
    private int _count;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string? Property { get; set; }

    [Parameter]
    public SwitchParameter Sum { get; set; }

    [Parameter]
    public SwitchParameter Maximum { get; set; }

    [Parameter]
    public SwitchParameter Minimum { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        _count++;
        if ((Sum || Maximum || Minimum) && (Property is null ? InputObject : ObjectProperties.Value(InputObject, Property)) is { } value)
        {
            _values.Add(LanguagePrimitives.ConvertTo<double>(value));
        }
    }

    protected override void EndProcessing()
    {
        PSObject result = new();
        result.Properties.Add(new PSNoteProperty("Count", _count));
        result.Properties.Add(new PSNoteProperty("Sum", Sum ? _values.Sum() : null));
        result.Properties.Add(new PSNoteProperty("Maximum", Maximum && _values.Count > 0 ? _values.Max() : null));
        result.Properties.Add(new PSNoteProperty("Minimum", Minimum && _values.Count > 0 ? _values.Min() : null));
        result.Properties.Add(new PSNoteProperty("Property", Property));
        WriteObject(result);
    }
}
