using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>Some of the objects, some of their properties, or the values of one.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private int _seen;
    private int _written;

    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = System.Management.Automation.Internal.AutomationNull.Value;

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public int First { get; set; } = int.MaxValue;

    [Parameter]
    public int Last { get; set; }

    [Parameter]
    public int Skip { get; set; }

    protected override void ProcessRecord()
    {
        if (_seen++ < Skip)
        {
            return;
        }

        if (Last > 0)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > Last)
            {
                _last.Dequeue();
            }
        }
        else if (_written < First)
        {
            _written++;
            Write(InputObject);
            if (_written == First)
            {
                StopUpstream();
            }
        }
    }

    protected override void EndProcessing()
    {
        foreach (PSObject item in _last)
        {
            Write(item);
        }
    }

    private void Write(PSObject item)
    {
        if (ExpandProperty is not null)
        {
            WriteObject(item.Properties[ExpandProperty]?.Value, enumerateCollection: true);
        }
        else
        {
            WriteObject(Property.Length == 0 ? item : ObjectProperties.Project(item, Property));
        }
    }

    // The engine's own signal that nobody wants more; it has no public constructor.
    private void StopUpstream() => throw (Exception)Activator.CreateInstance(
        typeof(PSObject).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!, this)!;
}
