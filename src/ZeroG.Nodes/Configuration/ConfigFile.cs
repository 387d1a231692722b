using System.Net;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;
using ZeroG.Chain;

namespace ZeroG.Nodes.Configuration;

/// <summary>
/// A <c>config.toml</c> taken apart into keys, values and lines. Messages name file, line and key, and never a value or a piece of the
/// text: the file may hold the miner's key.
/// </summary>
internal sealed class ConfigFile
{
    /// <summary>1 MiB; the official files have 14 KiB.</summary>
    public const int MaximumSize = 1 << 20;

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, ConfigKey> _keys;
    private readonly Dictionary<string, ConfigEntry> _entries = new(StringComparer.Ordinal);

    private ConfigFile(string path, IReadOnlyDictionary<string, ConfigKey> keys) => (_path, _keys) = (path, keys);

    /// <summary>What the file sets, in its order.</summary>
    public IReadOnlyCollection<ConfigEntry> Entries => _entries.Values;

    /// <summary>Reads a file and checks the type of every key that the official node knows.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="keys">The keys of that node, by name.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>, or <c>ZgConfigInvalid</c> with file, line and key.
    /// </exception>
    public static ConfigFile Read(string path, IReadOnlyDictionary<string, ConfigKey> keys)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumSize)
            {
                throw Invalid(path, $"{path} is larger than {MaximumSize} bytes and is no configuration file. Name a config.toml.");
            }

            return Parse(path, File.ReadAllText(path), keys);
        }
        catch (Exception failure) when (FileFault.Unreadable(path, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Takes a text apart; <paramref name="path"/> is for messages.</summary>
    /// <exception cref="ZeroGException"><c>ZgConfigInvalid</c>.</exception>
    public static ConfigFile Parse(string path, string text, IReadOnlyDictionary<string, ConfigKey> keys)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, path, validate: true);
        }
        catch (Exception failure) when (failure is TomlException or ArgumentException)
        {
            // Arrays within arrays beyond its limit; and the parser fails on its own message where a bad escape is no character at all.
            throw Invalid(path, $"{path} is not valid TOML: it nests too deeply, or has an escape that is no character. Correct it.");
        }

        if (document.HasErrors)
        {
            // The parser's own words quote the text, so only their place is told.
            DiagnosticMessage first = document.Diagnostics.First(message => message.Kind == DiagnosticMessageKind.Error);
            throw Invalid(
                path,
                $"{path}, line {first.Span.Start.Line + 1}, column {first.Span.Start.Column + 1}: this is not valid TOML, "
                + "or it sets a key twice. Correct it there.");
        }

        ConfigFile file = new(path, keys);
        foreach (KeyValueSyntax item in document.KeyValues)
        {
            file.Add("", item);
        }

        foreach (TableSyntaxBase table in document.Tables)
        {
            string section = table.Name is { } name ? NameOf(name) + "." : "";
            foreach (KeyValueSyntax item in table.Items)
            {
                file.Add(section, item);
            }
        }

        return file;
    }

    /// <summary>
    /// Lets environment variables set keys of sections, in the way of the official node: with the prefix <c>ZGS_NODE</c>,
    /// <c>ZGS_NODE__RPC__LISTEN_ADDRESS</c> is <c>rpc.listen_address</c>, whatever the file says. Keys of the top level cannot be set so.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgConfigInvalid</c> with the variable and the key.</exception>
    public void Override(string prefix, IEnumerable<KeyValuePair<string, string>> environment)
    {
        foreach ((string variable, string text) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string[] parts = variable.ToLowerInvariant().Split("__");
            if (parts.Length < 3 || !parts[0].Equals(prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            string name = string.Join('.', parts[1..]);
            Add(new ConfigEntry(name, ConfigText.ValueOf(_keys.GetValueOrDefault(name)?.Kind, text), 0) { Variable = variable });
        }
    }

    /// <summary>The text of a key; null when the file does not set it or leaves it empty.</summary>
    public string? Text(string name) => Find(name)?.Value is string { Length: > 0 } text ? text : null;

    /// <summary>The number of a key, which must lie in a range; null when the file does not set it.</summary>
    public long? Count(string name, long minimum, long maximum) =>
        Find(name) is not { } entry ? null
        : entry.Value is long number && number >= minimum && number <= maximum ? number
        : throw Invalid(entry, $"a whole number from {minimum} to {maximum}");

    /// <summary>The flag of a key; null when the file does not set it.</summary>
    public bool? Flag(string name) => Find(name)?.Value as bool?;

    /// <summary>The duration of a key, longer than zero and at most a day; null when the file does not set it.</summary>
    public TimeSpan? Duration(string name) =>
        Find(name) is not { } entry ? null
        : entry.Value is string text && ConfigDuration.TryParse(text, out TimeSpan duration)
            && duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(1) ? duration
        : throw Invalid(entry, "a duration from \"1ms\" to \"1d\"");

    /// <summary>A text turned into a value; null when the file does not set the key or leaves it empty.</summary>
    public T? Parsed<T>(string name, Func<string, T?> parse, string expected)
        where T : class =>
        Text(name) is not { } text ? null : parse(text) ?? throw Invalid(Find(name)!, expected);

    /// <summary>The same for values.</summary>
    public T? ParsedValue<T>(string name, Func<string, T?> parse, string expected)
        where T : struct =>
        Text(name) is not { } text ? null : parse(text) ?? throw Invalid(Find(name)!, expected);

    /// <summary>The address and port of a key; null when the file does not set it or leaves it empty.</summary>
    public IPEndPoint? Endpoint(string name, string example) =>
        Parsed(name, ParseEndpoint, $"an IP address and a port, such as \"{example}\"");

    /// <summary>The path of a key as a full path, relative ones to the file's folder; null when the file leaves it out or empty.</summary>
    public string? FullPath(string name, string expected) =>
        Parsed(name, text => text.Contains('\0', StringComparison.Ordinal) ? null : text, expected) is { } path
            ? Path.GetFullPath(path, Path.GetDirectoryName(_path)!)
            : null;

    private static string NameOf(KeySyntax key) => string.Join('.', key.DotKeys.Select(item => PartOf(item.Key)).Prepend(PartOf(key.Key)));

    private static string PartOf(BareKeyOrStringValueSyntax? part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };

    private static object? ValueOf(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => text.Value ?? "",
        IntegerValueSyntax number => number.Value,
        FloatValueSyntax number => number.Value,
        BooleanValueSyntax flag => flag.Value,
        ArraySyntax array => TextsOf(array),
        _ => null,
    };

    private static List<string>? TextsOf(ArraySyntax array)
    {
        List<string> texts = [];
        foreach (ArrayItemSyntax item in array.Items)
        {
            if (item.Value is not StringValueSyntax text)
            {
                return null;
            }

            texts.Add(text.Value ?? "");
        }

        return texts;
    }

    private static bool Fits(ConfigValueKind kind, object? value) => kind switch
    {
        ConfigValueKind.Text => value is string,
        ConfigValueKind.Count => value is long and >= 0,
        ConfigValueKind.Number => value is long or double,
        ConfigValueKind.Flag => value is bool,
        ConfigValueKind.Duration => value is string text && ConfigDuration.TryParse(text, out _),
        ConfigValueKind.TextList => value is List<string>,
        _ => true,
    };

    private static string Expected(ConfigValueKind kind) => kind switch
    {
        ConfigValueKind.Text => "text in quotes",
        ConfigValueKind.Count => "a whole number from 0",
        ConfigValueKind.Number => "a number",
        ConfigValueKind.Flag => "true or false",
        ConfigValueKind.Duration => "a duration such as \"15s\"",
        _ => "a list of texts in quotes",
    };

    // "1.2.3.4" alone would be taken with port 0.
    private static IPEndPoint? ParseEndpoint(string text) =>
        text.LastIndexOf(':') > text.LastIndexOf(']') && IPEndPoint.TryParse(text, out IPEndPoint? endpoint) ? endpoint : null;

    private static ZeroGException Invalid(string path, string message) => new("ZgConfigInvalid", ErrorKind.InvalidData, message, path);

    private void Add(string section, KeyValueSyntax item)
    {
        string name = section + (item.Key is { } key ? NameOf(key) : "");
        if (item.Value is InlineTableSyntax table)
        {
            foreach (InlineTableItemSyntax inner in table.Items)
            {
                if (inner.KeyValue is { } innerItem)
                {
                    Add(name + ".", innerItem);
                }
            }

            return;
        }

        Add(new ConfigEntry(name, ValueOf(item.Value), item.Span.Start.Line + 1));
    }

    private void Add(ConfigEntry entry)
    {
        if (_keys.TryGetValue(entry.Name, out ConfigKey? known) && !Fits(known.Kind, entry.Value))
        {
            throw Invalid(entry, Expected(known.Kind));
        }

        _entries[entry.Name] = entry;
    }

    private ConfigEntry? Find(string name) => _entries.GetValueOrDefault(name);

    private ZeroGException Invalid(ConfigEntry entry, string expected)
    {
        string place = entry.Variable is { } variable ? $"Environment variable {variable}" : $"{_path}, line {entry.Line}";
        return Invalid(_path, $"{place}: {entry.Name} must be {expected}. Correct it there.");
    }
}
