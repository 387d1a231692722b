using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// Reads parameters, positional ones one after another, those of an object by their names; what is missing or malformed is refused with
/// -32602 and the parameter's name.
/// </summary>
internal ref struct RpcParameters
{
    private readonly ReadOnlySpan<byte> _parameters;
    private readonly bool _any;
    private readonly bool _named;
    private Utf8JsonReader _reader;

    /// <summary>Begins with the first parameter of a call.</summary>
    public RpcParameters(ReadOnlyMemory<byte> parameters)
    {
        _parameters = parameters.Span;
        _reader = new Utf8JsonReader(_parameters);
        _any = !parameters.IsEmpty;
        if (!_any)
        {
            return;
        }

        _reader.Read();
        _named = _reader.TokenType == JsonTokenType.StartObject;
        if (!_named && _reader.TokenType != JsonTokenType.StartArray)
        {
            throw Invalid("params", "expected an array or an object");
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
        Next(name) && _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0
            ? value
            : throw Invalid(name, "expected a whole number");

    /// <summary>A number that is not negative, or null when the parameter is null or not given.</summary>
    public long? OptionalCount(string name) =>
        !Next(name) || _reader.TokenType == JsonTokenType.Null ? null
        : _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0 ? value
        : throw Invalid(name, "expected a whole number");

    /// <summary>A text, or null when the parameter is null or not given.</summary>
    public string? OptionalText(string name) =>
        !Next(name) || _reader.TokenType == JsonTokenType.Null ? null
        : ReadText() ?? throw Invalid(name, "expected a string");

    /// <summary>A boolean; false when the parameter is null or not given.</summary>
    public bool Boolean(string name) => Next(name) && _reader.TokenType != JsonTokenType.Null
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
        if (!Next(name) || _reader.TokenType == JsonTokenType.Null)
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
        if (Next(name) && _reader.TokenType == JsonTokenType.String)
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
        if (!Next(name))
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
        if (!Next(name))
        {
            throw Invalid(name, "expected an array");
        }

        ReadItems(name, read, items);
    }

    /// <summary>An array of values, which may be null or not given.</summary>
    public void OptionalValues<T>(string name, ValueReader<T> read, List<T> items)
    {
        if (Next(name) && _reader.TokenType != JsonTokenType.Null)
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

    private bool Next(string name) => _named ? Seek(name) : _any && !AtEnd && _reader.Read() && !AtEnd;

    // From the front each time, since names come in any order.
    private bool Seek(string name)
    {
        _reader = new Utf8JsonReader(_parameters);
        _reader.Read();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            // No name here needs escaping, and comparing one with half a surrogate pair fails in the reader.
            if (!_reader.ValueIsEscaped && _reader.ValueTextEquals(name))
            {
                return _reader.Read();
            }

            _reader.Skip();
        }

        return false;
    }

    // The end of the outer array has depth 0, the end of a parameter that is an array has not.
    private readonly bool AtEnd => _reader.TokenType == JsonTokenType.EndArray && _reader.CurrentDepth == 0;
}
