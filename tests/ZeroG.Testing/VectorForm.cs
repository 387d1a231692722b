using System.Text.Json;

namespace ZeroG.Testing;

/// <summary>
/// The form of a family of vector files: which arrays they hold and which fields a case has. Every file of the area that matches the
/// pattern is read, so new vectors of the same form need no new test; an array or a field that the form does not name fails, so that none
/// goes untested.
/// </summary>
public sealed class VectorForm
{
    private readonly Dictionary<string, string> _arrays;
    private readonly Lazy<Dictionary<string, JsonElement>> _cases;
    private readonly Dictionary<string, JsonElement> _files = [];

    /// <summary>Names a form.</summary>
    /// <param name="area">The folder under the root of the vectors.</param>
    /// <param name="pattern">The names of the files, for example <c>tx-*.json</c>.</param>
    /// <param name="arrays">The arrays and, with spaces between, the fields of their cases; a field that ends in <c>?</c> may be
    /// missing.</param>
    public VectorForm(string area, string pattern, params (string Name, string Fields)[] arrays)
    {
        Area = area;
        Pattern = pattern;
        _arrays = arrays.ToDictionary(array => array.Name, array => array.Fields);
        _cases = new(Read);
    }

    /// <summary>The folder under the root of the vectors.</summary>
    public string Area { get; }

    /// <summary>The names of the files.</summary>
    public string Pattern { get; }

    /// <summary>
    /// The members of a file that are no arrays of cases, with spaces between; one that ends in <c>?</c> may be missing. Prose such as a
    /// note, or facts that a test reads with <see cref="File"/>.
    /// </summary>
    public string Facts { get; init; } = "note?";

    /// <summary>The case of that name.</summary>
    public JsonElement this[string name] => _cases.Value[name];

    /// <summary>The names of all cases of an array, as rows of a theory: <c>rlp.json cases[3]</c>. None at all fails.</summary>
    public IEnumerable<object[]> Rows(string array)
    {
        IEnumerable<string> names = _cases.Value.Keys.Where(name => name.Contains($" {array}[", StringComparison.Ordinal));
        object[][] rows = [.. names.Select(name => new object[] { name })];
        return rows.Length > 0 ? rows : throw new InvalidOperationException($"No file of {Area}/{Pattern} has cases in '{array}'.");
    }

    /// <summary>The names of all files, as rows of a theory about their facts.</summary>
    public IEnumerable<object[]> FileRows() => _cases.Value.Count > 0
        ? _files.Keys.Select(name => new object[] { name })
        : throw new InvalidOperationException($"The files of {Area}/{Pattern} have no cases.");

    /// <summary>A whole file.</summary>
    public JsonElement File(string name) => _cases.Value.Count > 0 ? _files[name] : default;

    /// <summary>The cases of one array of one file, in order.</summary>
    public IReadOnlyList<JsonElement> CasesOf(string file, string array) => [.. File(file).GetProperty(array).EnumerateArray()];

    /// <summary>Fails when an object has a field that is not listed, or lacks a listed one that does not end in <c>?</c>.</summary>
    public static void CheckFields(JsonElement element, string fields, string where)
    {
        string[] listed = fields.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        HashSet<string> known = [.. listed.Select(field => field.TrimEnd('?'))];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw new InvalidOperationException($"{where} has the field '{property.Name}', which no test reads.");
            }
        }

        foreach (string field in listed)
        {
            if (!field.EndsWith('?') && !element.TryGetProperty(field, out _))
            {
                throw new InvalidOperationException($"{where} lacks the field '{field}'.");
            }
        }
    }

    private Dictionary<string, JsonElement> Read()
    {
        Dictionary<string, JsonElement> cases = [];
        foreach (string path in VectorFiles.In(Area, Pattern))
        {
            string file = Path.GetFileName(path);
            using JsonDocument document = VectorFiles.Read(Area, file);
            CheckFields(document.RootElement, Facts + " " + string.Join(' ', _arrays.Keys.Select(name => name + "?")), file);
            _files.Add(file, document.RootElement.Clone());
            foreach ((string array, string fields) in _arrays)
            {
                int index = 0;
                foreach (JsonElement element in document.RootElement.TryGetProperty(array, out JsonElement list)
                    ? list.EnumerateArray()
                    : default)
                {
                    string name = $"{file} {array}[{index++}]";
                    CheckFields(element, fields, name);
                    cases.Add(name, element.Clone());
                }
            }
        }

        return cases;
    }
}
