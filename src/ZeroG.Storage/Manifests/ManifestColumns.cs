using System.Globalization;
using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Manifests;

/// <summary>
/// The columns of a manifest and what stands in them. A file may have them in another order and others beside them, as after Import-Csv and
/// Export-Csv; those are left empty in lines that are added.
/// </summary>
internal sealed class ManifestColumns
{
    private static readonly string[] Names =
    [
        "Name", "Path", "Size", "LastWriteTime", "Root", "Roots", "Encryption", "Sequence", "Transaction", "Block", "Fee", "GasFee",
        "Network", "Chain", "Node", "State", "CreatedAt",
    ];

    private readonly string[] _header;
    private readonly Dictionary<string, int> _places;

    private ManifestColumns(IEnumerable<string> header)
    {
        _header = [.. header];
        _places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < _header.Length; i++)
        {
            _places.TryAdd(_header[i], i);
        }
    }

    /// <summary>The columns of a new file.</summary>
    public static ManifestColumns New { get; } = new(Names);

    /// <summary>The first line of a file.</summary>
    public byte[] Header => CsvText.Record(_header);

    /// <summary>The columns that a file's first line names.</summary>
    /// <exception cref="FormatException">One is missing; the message says which.</exception>
    public static ManifestColumns Of(IEnumerable<string> header)
    {
        ManifestColumns columns = new(header);
        return Names.FirstOrDefault(name => !columns._places.ContainsKey(name)) is { } missing
            ? throw new FormatException($"its first line names no column {missing}")
            : columns;
    }

    /// <summary>Writes a line with its line break.</summary>
    public byte[] Write(ManifestLine line)
    {
        string?[] values = new string?[_header.Length];
        Set("Name", line.Name);
        Set("Path", line.Path);
        Set("Size", line.Size.ToString(CultureInfo.InvariantCulture));
        Set("LastWriteTime", line.LastWriteTime?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Set("Root", line.Root.ToString());
        Set("Roots", line.Roots.ToString());
        Set("Encryption", line.Encryption);
        Set("Sequence", line.Sequence.ToString(CultureInfo.InvariantCulture));
        Set("Transaction", line.Transaction?.ToString());
        Set("Block", line.Block?.ToString(CultureInfo.InvariantCulture));
        Set("Fee", line.Fee.ToString());
        Set("GasFee", line.GasFee.ToString());
        Set("Network", line.Network);
        Set("Chain", line.Chain);
        Set("Node", line.Node.ToString());
        Set("State", line.State.ToString());
        Set("CreatedAt", line.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return CsvText.Record(values);

        void Set(string name, string? value) => values[_places[name]] = value;
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">A value is missing or malformed; the message says which.</exception>
    public ManifestLine Read(IReadOnlyList<string> values)
    {
        if (values.Count != _header.Length)
        {
            throw new FormatException($"it has {values.Count} values where the first line names {_header.Length} columns");
        }

        return new ManifestLine
        {
            Name = Get("Name"),
            Path = Get("Path") is { Length: > 0 } path ? path : null,
            Size = Count("Size"),
            LastWriteTime = Get("LastWriteTime").Length == 0 ? null : Time("LastWriteTime"),
            Root = Hash("Root"),
            Roots = Hashes("Roots"),
            Encryption = Get("Encryption") is { Length: > 0 } encryption ? encryption : null,
            Sequence = Count("Sequence"),
            Transaction = Get("Transaction").Length == 0 ? null : Hash("Transaction"),
            Block = Get("Block").Length == 0 ? null : Count("Block"),
            Fee = Amount("Fee"),
            GasFee = Amount("GasFee"),
            Network = Get("Network"),
            Chain = Get("Chain"),
            Node = Nodes("Node"),
            State = Enum.TryParse(Get("State"), out UploadState state) && Enum.IsDefined(state) ? state : throw Malformed("State"),
            CreatedAt = Time("CreatedAt"),
        };

        string Get(string name) => values[_places[name]];

        long Count(string name) =>
            long.TryParse(Get(name), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : throw Malformed(name);

        Hash256 Hash(string name) => Hash256.TryParse(Get(name), out Hash256 hash) ? hash : throw Malformed(name);

        FileRoots Hashes(string name) => new(Get(name).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Hash256.TryParse(text, out Hash256 hash) ? hash : throw Malformed(name)));

        TokenAmount Amount(string name) => TokenAmount.TryParse(Get(name), out TokenAmount amount) ? amount : throw Malformed(name);

        DateTimeOffset Time(string name) => DateTimeOffset.TryParse(
            Get(name), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw Malformed(name);

        NodeAddresses Nodes(string name) => new(Get(name).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri : throw Malformed(name)));

        FormatException Malformed(string name) => new($"'{Get(name)}' is no {name}");
    }
}
