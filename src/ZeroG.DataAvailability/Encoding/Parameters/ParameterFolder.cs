using System.Text.Json;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// A folder of parameters. For a shape it holds the module's own file (<c>zerog-da-10-20.bin</c>), or official files from which that is
/// made: the prove files of all three cosets, or the powers of tau, each in either form. Verify files of all three cosets are enough to
/// verify. A
/// <c>development.json</c> says that what is official comes from a known tau.
/// </summary>
internal sealed class ParameterFolder
{
    private static readonly SharedCache<ParameterSetFile> OpenSets = new();
    private static readonly SharedCache<Derivation> Derivations = new();

    public ParameterFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(Path))
        {
            throw ParameterFailure.NotFound(Path, "is no folder. Name the folder that holds the parameter files.");
        }
    }

    public string Path { get; }

    /// <summary>The module's own file for a shape, real parameters before those for development; null if there is none.</summary>
    public string? FindSet(MatrixShape shape) =>
        Existing(ParameterFileName.Set(shape, development: false)) ?? Existing(ParameterFileName.Set(shape, development: true));

    /// <summary>Opens the module's own file, once for all who use it, and makes it first if only official files are there.</summary>
    public async Task<SharedCache<ParameterSetFile>.Lease> OpenSetAsync(
        MatrixShape shape, IProgress<ParameterProgress>? progress, CancellationToken cancellationToken)
    {
        if (FindSet(shape) is not string path)
        {
            using SharedCache<Derivation>.Lease made = await Derivations.AcquireAsync(
                $"{Path}|{shape}", stop => DeriveAsync(shape, new ParameterWork(progress, cancellationToken: stop)), cancellationToken);
            path = made.Value.Path;
        }

        // A file that was replaced meanwhile is another one.
        FileInfo file = new(path);
        string key = file.Exists ? $"{path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}" : path;
        return await OpenSets.AcquireAsync(
            key,
            stop => Task.FromResult(ParameterSetFile.Open(path, shape, new ParameterWork(cancellationToken: stop))),
            cancellationToken);
    }

    /// <summary>The verify files of all cosets, or null if one is missing.</summary>
    public string[]? FindVerifyFiles(MatrixShape shape)
    {
        string[] paths = [.. Enumerable.Range(0, MatrixShape.CosetCount).Select(coset => In(ParameterFileName.Verify(shape, coset)))];
        return paths.All(File.Exists) ? paths : null;
    }

    /// <summary>The label of the known tau that the official files come from; null when nobody knows tau.</summary>
    /// <exception cref="ZeroGException"><c>ZgParameterInvalid</c>, <c>ZgParameterUnreadable</c>.</exception>
    public string? ReadMark()
    {
        string path = In(ParameterFileName.DevelopmentMark);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<DevelopmentMark>(File.ReadAllBytes(path))?.Label is { Length: > 0 } label
                ? label
                : throw ParameterFailure.Invalid(path, "does not name a label.");
        }
        catch (JsonException)
        {
            throw ParameterFailure.Invalid(path, "is no JSON.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ParameterFailure.Unreadable(path, exception);
        }
    }

    /// <summary>Whether there are files, of any shape, that are for real unless <c>development.json</c> says otherwise.</summary>
    public bool HasRealFiles() =>
        Directory.EnumerateFiles(Path, "*.bin").Any(path => ParameterFileName.IsForReal(System.IO.Path.GetFileName(path)));

    private async Task<Derivation> DeriveAsync(MatrixShape shape, ParameterWork work)
    {
        ParameterSource source = OpenSource(shape, work);
        using IDisposable? owner = source as IDisposable;
        string path = In(ParameterFileName.Set(shape, source.Label is not null));
        work.Begin("Preparing parameters for this module", ParameterSetFile.PointCount(shape));
        await ParameterSetFile.WriteAsync(path, source, overwrite: true, work);
        return new(path);
    }

    private ParameterSource OpenSource(MatrixShape shape, ParameterWork work)
    {
        string? label = ReadMark();
        foreach (bool montgomery in (bool[])[true, false])
        {
            if (HasAll(coset => ParameterFileName.Prove(shape, coset, montgomery)))
            {
                return ProveFiles.Open(Path, shape, montgomery, label);
            }
        }

        foreach (bool montgomery in (bool[])[true, false])
        {
            if (Existing(ParameterFileName.PowersOfTau(shape, montgomery)) is string path)
            {
                return PowersOfTau.Open(path, shape, montgomery, label, work);
            }
        }

        throw Missing(shape);
    }

    /// <summary>The failure of a folder that holds nothing for a shape, with what it holds.</summary>
    public ZeroGException Missing(MatrixShape shape)
    {
        string[] names =
            [.. Directory.EnumerateFiles(Path, "*.bin").Select(path => System.IO.Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        string found = names.Length == 0
            ? "no parameter file at all"
            : string.Join(", ", names.Take(4)) + (names.Length > 4 ? ", ..." : "");
        string hint = FindVerifyFiles(shape) is null ? "" : " Verify files alone are enough to verify, not to encode.";
        return ParameterFailure.NotFound(
            Path,
            $"holds no parameters for a matrix of {shape}, neither {ParameterFileName.Set(shape, development: false)} nor all of the "
            + $"official {ParameterFileName.Prove(shape, 0)} and its like. It holds {found}.{hint} Download the official files, or name "
            + "another folder.");
    }

    private bool HasAll(Func<int, string> nameOfCoset) =>
        Enumerable.Range(0, MatrixShape.CosetCount).All(coset => File.Exists(In(nameOfCoset(coset))));

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private string? Existing(string name) => File.Exists(In(name)) ? In(name) : null;

    // What was made needs no care once it has its name.
    private sealed record Derivation(string Path) : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
