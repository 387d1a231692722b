using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>The objects in order, equal ones in the order in which they came.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = System.Management.Automation.Internal.AutomationNull.Value;

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord() => _items.Add(InputObject);

    protected override void EndProcessing()
    {
        Comparer<PSObject> comparer = Comparer<PSObject>.Create(Compare);
        PSObject? previous = null;
        foreach (PSObject item in Descending ? _items.OrderDescending(comparer) : _items.Order(comparer))
        {
            if (!Unique || previous is null || Compare(previous, item) != 0)
            {
                WriteObject(item);
            }

            previous = item;
        }
    }

    private int Compare(PSObject? left, PSObject? right)
    {
        if (Property.Length == 0)
        {
            return LanguagePrimitives.Compare(left, right, ignoreCase: true,
                System.Globalization.CultureInfo.CurrentCulture);
        }

        foreach (object property in Property)
        {
            int order = LanguagePrimitives.Compare(
                ObjectProperties.Value(left!, property),
                ObjectProperties.Value(right!, property),
                ignoreCase: true,
                System.Globalization.CultureInfo.CurrentCulture);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
