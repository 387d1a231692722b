using System.Text.Json;

namespace ZeroG.Chain.Signing;

/// <summary>
/// Structured data to sign, hashed by EIP-712. Made from the JSON document that wallets take as <c>eth_signTypedData_v4</c>, or from
/// values.
/// </summary>
public sealed class TypedData
{
    // EIP-191 version byte 0x01, structured data.
    private static readonly byte[] DigestPrefix = [0x19, 0x01];

    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false };

    private TypedData(TypedDataSchema schema, string primaryType, object? domain, object? message)
    {
        PrimaryType = primaryType;
        EncodedType = schema.EncodeType(primaryType);
        TypedDataHasher hasher = new(schema);
        DomainSeparator = hasher.HashStruct(TypedDataSchema.DomainType, domain, "domain");

        // Signing a bare domain: EIP-712 then has no second hash.
        bool onlyDomain = primaryType == TypedDataSchema.DomainType;
        StructHash = onlyDomain ? DomainSeparator : hasher.HashStruct(primaryType, message, "message");
        Digest = Hash256.Keccak([.. DigestPrefix, .. DomainSeparator.Bytes, .. onlyDomain ? [] : StructHash.Bytes]);
    }

    /// <summary>The struct that the message is.</summary>
    public string PrimaryType { get; }

    /// <summary>The text whose hash stands for the type: <c>Mail(Person from,string contents)Person(string name)</c>.</summary>
    public string EncodedType { get; }

    /// <summary>The hash of the domain.</summary>
    public Hash256 DomainSeparator { get; }

    /// <summary>The hash of the message.</summary>
    public Hash256 StructHash { get; }

    /// <summary>The hash to sign.</summary>
    public Hash256 Digest { get; }

    /// <summary>Hashes a message under a domain.</summary>
    /// <param name="domain">What the signature is bound to.</param>
    /// <param name="types">The structs, without that of the domain.</param>
    /// <param name="primaryType">Which of them the message is.</param>
    /// <param name="message">The members by name. Structs are dictionaries, arrays any sequence; other values as <see
    /// cref="Abi.AbiCoder"/> takes them.</param>
    /// <exception cref="FormatException">The types are not consistent, or the message does not fit them.</exception>
    public static TypedData Create(
        TypedDataDomain domain,
        IReadOnlyDictionary<string, IReadOnlyList<TypedDataField>> types,
        string primaryType,
        IReadOnlyDictionary<string, object?> message)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(types);
        if (types.ContainsKey(TypedDataSchema.DomainType))
        {
            throw new FormatException($"Typed data: the type '{TypedDataSchema.DomainType}' follows from the domain and is not given.");
        }

        (TypedDataField Field, object Value)[] fields = [.. domain.Fields()];
        TypedDataSchema schema = new(types.Append(new(TypedDataSchema.DomainType, [.. fields.Select(entry => entry.Field)])));
        return new TypedData(schema, primaryType, fields.ToDictionary(entry => entry.Field.Name, entry => (object?)entry.Value), message);
    }

    /// <summary>Hashes a JSON document with the members types, primaryType, domain and message.</summary>
    /// <remarks>
    /// Where types has no EIP712Domain, it follows from the members of the domain. Members that a type does not have are refused: they
    /// would look signed and are not.
    /// </remarks>
    /// <exception cref="FormatException">No JSON, types that are not consistent, or values that do not fit them.</exception>
    public static TypedData Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, StrictJson);
            return Parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second comes from reading an escaped half of a surrogate pair, which the parser lets through.
            throw new FormatException($"Typed data: the document is no JSON. {e.Message}", e);
        }
    }

    private static TypedData Parse(JsonElement document)
    {
        Dictionary<string, IReadOnlyList<TypedDataField>> types = TypedDataJson.ReadTypes(TypedDataJson.Member(document, "types"));
        JsonElement domain = TypedDataJson.Member(document, "domain");
        if (!types.ContainsKey(TypedDataSchema.DomainType))
        {
            types.Add(TypedDataSchema.DomainType, DomainFieldsIn(domain));
        }

        string primaryType = TypedDataJson.ReadText(document, "primaryType");
        TypedDataSchema schema = new(types);
        object? message = primaryType == TypedDataSchema.DomainType
            ? null
            : TypedDataJson.ReadStruct(schema, primaryType, TypedDataJson.Member(document, "message"), "message");
        return new TypedData(schema, primaryType, TypedDataJson.ReadStruct(schema, TypedDataSchema.DomainType, domain, "domain"), message);
    }

    private static TypedDataField[] DomainFieldsIn(JsonElement domain)
    {
        TypedDataDomain complete = new() { Name = "", Version = "", ChainId = 0, VerifyingContract = Address.Zero, Salt = Hash256.Zero };
        return domain.ValueKind == JsonValueKind.Object
            ? [.. complete.Fields().Select(entry => entry.Field).Where(field => domain.TryGetProperty(field.Name, out _))]
            : [];
    }
}
