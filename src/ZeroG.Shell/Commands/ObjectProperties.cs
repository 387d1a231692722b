using System.Collections;
using System.Management.Automation;

namespace ZeroG.Shell.Commands;

/// <summary>The three ways in which commands name a property: by name, by script block, and by a table of name and expression.</summary>
internal static class ObjectProperties
{
    /// <summary>A new object with the chosen properties, wildcards allowed.</summary>
    public static PSObject Project(PSObject item, object[] properties)
    {
        PSObject projection = new();
        foreach (object property in properties)
        {
            if (property is string pattern && WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                WildcardPattern wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
                foreach (PSPropertyInfo match in item.Properties.Where(candidate => wildcard.IsMatch(candidate.Name)))
                {
                    Add(projection, match.Name, match.Value);
                }
            }
            else
            {
                Add(projection, Name(property), Value(item, property));
            }
        }

        return projection;
    }

    /// <summary>The value of one property; null when the object has none of that name.</summary>
    public static object? Value(PSObject item, object property) => Unwrap(property) switch
    {
        ScriptBlock script => script.InvokeWithContext(null, [new PSVariable("_", item)]).FirstOrDefault(),
        IDictionary table => Value(item, Entry(table, "e") ?? ""),
        object name => item.Properties[name.ToString()]?.Value,
    };

    private static string Name(object property) => Unwrap(property) switch
    {
        IDictionary table => (Entry(table, "n") ?? Entry(table, "l") ?? Entry(table, "e") ?? "").ToString()!,
        object other => other.ToString()!.Trim(),
    };

    private static object? Entry(IDictionary table, string initial) =>
        table.Keys.Cast<object>().Where(key => key.ToString()!.StartsWith(initial, StringComparison.OrdinalIgnoreCase))
            .Select(key => table[key]).FirstOrDefault();

    private static object Unwrap(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static void Add(PSObject target, string name, object? value)
    {
        if (target.Properties[name] is null)
        {
            target.Properties.Add(new PSNoteProperty(name, value));
        }
    }
}
