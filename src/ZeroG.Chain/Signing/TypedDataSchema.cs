using System.Text;

namespace ZeroG.Chain.Signing;

/// <summary>The structs of typed data: checked once, then asked for members and for the text that a type's hash is made of.</summary>
internal sealed class TypedDataSchema
{
    public const string DomainType = "EIP712Domain";

    // Bounds recursion over structs and values.
    private const int MaxDepth = 64;

    // The depth of a struct whose members are still being measured: meeting it again means that the struct contains itself.
    private const int Unfinished = 0;

    private readonly Dictionary<string, (string Name, TypedDataType Type)[]> _structs = [];

    /// <exception cref="FormatException">A name that is none, a member declared twice, a type that does not exist, or a struct in
    /// itself.</exception>
    public TypedDataSchema(IEnumerable<KeyValuePair<string, IReadOnlyList<TypedDataField>>> types)
    {
        foreach ((string name, IReadOnlyList<TypedDataField> fields) in types)
        {
            if (!TypedDataType.IsIdentifier(name) || TypedDataType.Parse(name).Elementary is not null)
            {
                throw new FormatException($"Typed data: a struct cannot be named '{name}'.");
            }

            _structs.Add(name, [.. fields.Select(field => (field.Name, TypedDataType.Parse(field.Type)))]);
            CheckNames(name, fields);
        }

        Dictionary<string, int> depths = [];
        foreach (string name in _structs.Keys)
        {
            _ = MeasureDepth(name, depths, 1);
        }
    }

    /// <exception cref="FormatException">There is no such struct.</exception>
    public IReadOnlyList<(string Name, TypedDataType Type)> MembersOf(string name) =>
        _structs.TryGetValue(name, out (string, TypedDataType)[]? members)
            ? members
            : throw new FormatException($"Typed data: there is no type '{name}'.");

    /// <summary>The struct's own declaration, followed by those that it refers to in alphabetical order.</summary>
    public string EncodeType(string name)
    {
        SortedSet<string> referenced = new(StringComparer.Ordinal);
        Collect(name, referenced);
        referenced.Remove(name);
        StringBuilder text = new();
        foreach (string type in referenced.Prepend(name))
        {
            IEnumerable<string> members = MembersOf(type).Select(member => $"{member.Type.Text} {member.Name}");
            text.Append(type).Append('(').AppendJoin(',', members).Append(')');
        }

        return text.ToString();
    }

    private static void CheckNames(string name, IReadOnlyList<TypedDataField> fields)
    {
        HashSet<string> seen = [];
        foreach (TypedDataField field in fields)
        {
            if (!TypedDataType.IsIdentifier(field.Name) || !seen.Add(field.Name))
            {
                throw new FormatException($"Typed data: '{field.Name}' in '{name}' is no member name or is declared twice.");
            }
        }
    }

    /// <summary>Levels of structs below and with this one. Each is visited once, however many members refer to it.</summary>
    private int MeasureDepth(string name, Dictionary<string, int> depths, int level)
    {
        if (depths.TryGetValue(name, out int known))
        {
            return known != Unfinished ? known : throw new FormatException($"Typed data: '{name}' contains itself.");
        }

        depths[name] = Unfinished;
        int depth = 1;
        foreach ((_, TypedDataType type) in MembersOf(name))
        {
            if (type.ReferencedStruct is string next)
            {
                depth = level < MaxDepth ? Math.Max(depth, 1 + MeasureDepth(next, depths, level + 1)) : MaxDepth + 1;
            }
        }

        return depths[name] = depth <= MaxDepth
            ? depth
            : throw new FormatException($"Typed data: '{name}' nests more than {MaxDepth} levels.");
    }

    private void Collect(string name, SortedSet<string> found)
    {
        if (!found.Add(name))
        {
            return;
        }

        foreach ((_, TypedDataType type) in MembersOf(name))
        {
            if (type.ReferencedStruct is string next)
            {
                Collect(next, found);
            }
        }
    }
}
