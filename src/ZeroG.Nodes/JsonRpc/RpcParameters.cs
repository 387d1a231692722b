using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// Reads positional parameters one after another; what is missing or malformed is refused with -32602 and the parameter's name.
/// </summary>
internal ref struct RpcParameters
{
    private Utf8JsonReader _reader;
    private readonly bool _any;

    /// <summary>Begins with the first parameter of a call.</summary>
    public RpcParameters(ReadOnlyMemory<byte> parameters)
    {
        _reader = new Utf8JsonReader(parameters.Span);
        _any = !parameters.IsEmpty;
        if (_any && (!_reader.Read() || _reader.TokenType != JsonTokenType.StartArray))
        {
            throw Invalid("params", "expected an array");
        }
    }

    /// <summary>Reads one value of a message.</summary>
    public delegate T ValueReader<out T>(ref Utf8JsonReader reader);

    /// <summary>The refusal of a parameter, in the form that storage nodes use.</summary>
    public static JsonRpcException Invalid(string name, string why) =>
        new(JsonRpcErrorCode.InvalidParams, $"Invalid params: {name}", JsonText(why));

    /// <summary>A text as JSON.</summary>
    public static JsonElement JsonText(string text) => JsonSerializer.SerializeToElement(text);

    /// <summary>A number that is not negative.</summary>
    public long Count(string name) =>
        Next() && _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0
            ? value
            : throw Invalid(name, "expected a whole number");

    /// <summary>A number that is not negative, or null when the parameter is null or not given.</summary>
    public long? OptionalCount(string name) =>
        !Next() || _reader.TokenType == JsonTokenType.Null ? null
        : _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0 ? value
        : throw Invalid(name, "expected a whole number");

    /// <summary>A text, or null when the parameter is null or not given.</summary>
    public string? OptionalText(string name) =>
        !Next() || _reader.TokenType == JsonTokenType.Null ? null
        : ReadText() ?? throw Invalid(name, "expected a string");

    /// <summary>A boolean; false when the parameter is null or not given.</summary>
    public bool Boolean(string name) => Next() && _reader.TokenType != JsonTokenType.Null
        && (_reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? _reader.GetBoolean()
            : throw Invalid(name, "expected true or false"));

    /// <summary>A text.</summary>
    public string Text(string name) =>
        OptionalText(name) ?? throw Invalid(name, "expected a string");

    /// <summary>A hash.</summary>
    public Hash256 Hash(string name) => OptionalHash(name) ?? throw Invalid(name, "expected a 32-byte hash");

    /// <summary>A hash, or null when the parameter is null or not given.</summary>
    public Hash256? OptionalHash(string name)
    {
        if (!Next() || _reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return Hash256.TryParse(ReadText(), out Hash256 hash)
            ? hash
            : throw Invalid(name, "expected a 32-byte hash");
    }

    /// <summary>A number or a hash.</summary>
    public (long Number, Hash256? Hash) CountOrHash(string name)
    {
        Utf8JsonReader before = _reader;
        if (Next() && _reader.TokenType == JsonTokenType.String)
        {
            _reader = before;
            return (0, Hash(name));
        }

        _reader = before;
        return (Count(name), null);
    }

    /// <summary>One message.</summary>
    public T Value<T>(string name, ValueReader<T> read)
    {
        if (!Next())
        {
            throw Invalid(name, "missing");
        }

        try
        {
            return read(ref _reader);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw Invalid(name, malformed.Message);
        }
    }

    /// <summary>
    /// An array of messages; <paramref name="items"/> gets each as soon as it is read, so that the caller can let go of them on a failure.
    /// </summary>
    public void Values<T>(string name, ValueReader<T> read, List<T> items)
    {
        if (!Next())
        {
            throw Invalid(name, "expected an array");
        }

        ReadItems(name, read, items);
    }

    /// <summary>An array of values, which may be null or not given.</summary>
    public void OptionalValues<T>(string name, ValueReader<T> read, List<T> items)
    {
        if (Next() && _reader.TokenType != JsonTokenType.Null)
        {
            ReadItems(name, read, items);
        }
    }

    private void ReadItems<T>(string name, ValueReader<T> read, List<T> items)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            throw Invalid(name, "expected an array");
        }

        try
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(read(ref _reader));
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw Invalid(name, malformed.Message);
        }
    }

    // Null for anything but a string, and for one that is no text: bytes that are no UTF-8, or half of a surrogate pair.
    private readonly string? ReadText()
    {
        try
        {
            return _reader.TokenType == JsonTokenType.String ? _reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool Next() => _any && !AtEnd && _reader.Read() && !AtEnd;

    // The end of the outer array has depth 0, the end of a parameter that is an array has not.
    private readonly bool AtEnd => _reader.TokenType == JsonTokenType.EndArray && _reader.CurrentDepth == 0;
}
