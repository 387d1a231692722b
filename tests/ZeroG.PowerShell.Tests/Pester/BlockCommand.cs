using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>What Describe, Context and It share: a name, a script block, tags, -Skip and -ForEach.</summary>
public abstract partial class BlockCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Test { get; set; } = ScriptBlock.Create("");

    [Parameter]
    public string[] Tag { get; set; } = [];

    [Parameter]
    public SwitchParameter Skip { get; set; }

    [Parameter]
    public object[]? ForEach { get; set; }

    private protected PesterFile File => (PesterFile)SessionState.PSVariable.GetValue(PesterFile.VariableName);

    protected override void ProcessRecord()
    {
        foreach (object? item in ForEach ?? new object?[1])
        {
            Dictionary<string, object?> values = ForEach is null ? [] : Values(item);
            Add(NamePlaceholder().Replace(
                Name, match => values.TryGetValue(match.Groups[1].Value, out object? value) ? $"{value}" : match.Value), values);
        }
    }

    private protected abstract void Add(string name, Dictionary<string, object?> values);

    private static Dictionary<string, object?> Values(object? item)
    {
        object? plain = item is PSObject wrapped ? wrapped.BaseObject : item;
        Dictionary<string, object?> values = new(StringComparer.OrdinalIgnoreCase) { ["_"] = plain };
        if (plain is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                values[entry.Key.ToString()!] = entry.Value;
            }
        }

        return values;
    }

    [GeneratedRegex("<([A-Za-z_]+)>")]
    private static partial Regex NamePlaceholder();
}
