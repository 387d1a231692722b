using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroG.Shell.Commands;

/// <summary>Objects as JSON text: their properties down to a depth, then their text.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<object?> _items = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter AsArray { get; set; }

    protected override void ProcessRecord() => _items.Add(InputObject);

    protected override void EndProcessing()
    {
        JsonNode? node = _items.Count == 1 && !AsArray
            ? Node(_items[0], Depth)
            : new JsonArray([.. _items.Select(item => Node(item, Depth))]);
        WriteObject(node?.ToJsonString(Compress ? JsonSerializerOptions.Default : Indented) ?? "null");
    }

    private static JsonNode? Node(object? value, int depth)
    {
        object? plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return plain switch
        {
            null => null,
            string or char or Uri or Enum or TimeSpan => JsonValue.Create(plain.ToString()),
            bool flag => JsonValue.Create(flag),
            DateTime time => JsonValue.Create(time),
            DateTimeOffset time => JsonValue.Create(time),
            sbyte or byte or short or ushort or int or uint or long or ulong => JsonNode.Parse(LanguagePrimitives.ConvertTo<string>(plain)),
            double or float or decimal => JsonValue.Create(LanguagePrimitives.ConvertTo<double>(plain)),
            _ when depth < 0 => JsonValue.Create(plain.ToString()),
            IDictionary table => Table(table, depth),
            IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Node(item, depth - 1))]),
            _ => Properties(PSObject.AsPSObject(plain), depth),
        };
    }

    private static JsonObject Table(IDictionary table, int depth)
    {
        JsonObject json = [];
        foreach (DictionaryEntry entry in table)
        {
            json[entry.Key.ToString()!] = Node(entry.Value, depth - 1);
        }

        return json;
    }

    // As the original does: a property that cannot be read, a span for example, is null.
    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    private static JsonObject Properties(PSObject item, int depth)
    {
        JsonObject json = [];
        foreach (PSPropertyInfo property in item.Properties.Where(property => property.IsGettable))
        {
            json[property.Name] = Node(Value(property), depth - 1);
        }

        return json;
    }
}
