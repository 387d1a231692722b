using System.Collections;
using System.Text;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Signing;

/// <summary>Hashes values by EIP-712, "Definition of hashStruct" and "Definition of encodeData".</summary>
internal sealed class TypedDataHasher(TypedDataSchema schema)
{
    private readonly Dictionary<string, Hash256> _typeHashes = [];

    /// <summary>The hash of a struct: of the hash of its type and one word per member.</summary>
    /// <exception cref="FormatException">A member is missing, unknown, or does not fit its type; the message says which.</exception>
    public Hash256 HashStruct(string name, object? value, string path)
    {
        IReadOnlyList<(string Name, TypedDataType Type)> members = schema.MembersOf(name);
        IReadOnlyDictionary<string, object?> values = ToMembers(value, path);
        foreach (string given in values.Keys)
        {
            if (!members.Any(member => member.Name == given))
            {
                throw new FormatException($"Typed data: {path}.{given} is no member of '{name}', so it would not be signed.");
            }
        }

        byte[] data = new byte[(1 + members.Count) * Hash256.Size];
        HashType(name).CopyTo(data);
        for (int i = 0; i < members.Count; i++)
        {
            string member = members[i].Name;
            object? memberValue = values.TryGetValue(member, out object? found)
                ? found
                : throw new FormatException($"Typed data: {path}.{member} is missing.");
            Encode(members[i].Type, memberValue, $"{path}.{member}").CopyTo(data.AsSpan((1 + i) * Hash256.Size));
        }

        return Hash256.Keccak(data);
    }

    private static IReadOnlyDictionary<string, object?> ToMembers(object? value, string path) => value switch
    {
        IReadOnlyDictionary<string, object?> members => members,
        IDictionary members => members.Cast<DictionaryEntry>().ToDictionary(entry => entry.Key.ToString()!, entry => entry.Value),
        _ => throw new FormatException($"Typed data: {path} is no struct."),
    };

    private Hash256 HashType(string name)
    {
        if (!_typeHashes.TryGetValue(name, out Hash256 hash))
        {
            hash = Hash256.Keccak(Encoding.ASCII.GetBytes(schema.EncodeType(name)));
            _typeHashes.Add(name, hash);
        }

        return hash;
    }

    private Hash256 Encode(TypedDataType type, object? value, string path)
    {
        if (type.Element is not null)
        {
            return EncodeArray(type, value, path);
        }

        if (type.Struct is not null)
        {
            return HashStruct(type.Struct, value, path);
        }

        try
        {
            // Values of one word stand as they are; text and bytes by their hash. This is also how an indexed event parameter is encoded.
            return AbiCoder.EncodeTopic(new AbiParameter("", type.Elementary!), value);
        }
        catch (AbiException e)
        {
            throw new FormatException($"Typed data: {path} is no {type.Text}. {e.Message}", e);
        }
    }

    private Hash256 EncodeArray(TypedDataType type, object? value, string path)
    {
        if (value is string || value is not IEnumerable sequence)
        {
            throw new FormatException($"Typed data: {path} is no array.");
        }

        object?[] items = [.. sequence.Cast<object?>()];
        if (type.Length is int length && items.Length != length)
        {
            throw new FormatException($"Typed data: {path} has {items.Length} items where '{type.Text}' has {length}.");
        }

        byte[] data = new byte[items.Length * Hash256.Size];
        for (int i = 0; i < items.Length; i++)
        {
            Encode(type.Element!, items[i], $"{path}[{i}]").CopyTo(data.AsSpan(i * Hash256.Size));
        }

        return Hash256.Keccak(data);
    }
}
