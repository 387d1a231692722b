using System.Security.Cryptography;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>
/// The official verify file of a coset, in arkworks' uncompressed form (0glabs/0g-da-encoder, <c>crates/amt/src/verify_params.rs</c>):
/// <code>basis | vanishes | G2 | [tau^H]2, each array with its count before it</code>
/// Opening looks at length, counts and the two single points. The points of an array are checked when they are read.
/// </summary>
internal sealed class VerifyFile : IDisposable
{
    private readonly MappedFile _file;
    private readonly PointSection<G2Affine>[] _vanishes;

    private VerifyFile(MappedFile file, MatrixShape shape)
    {
        _file = file;
        PointForm form = PointForm.Uncompressed;
        SectionCursor cursor = new(file);
        cursor.Count(shape.Cells, "points of its basis");
        Basis = cursor.Points("basis", shape.Cells, form.G1);
        cursor.Count(shape.LogRows, "depths of vanishes");
        _vanishes = new PointSection<G2Affine>[shape.LogRows];
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            cursor.Count(1 << depth, $"vanishes of depth {depth}");
            _vanishes[depth - 1] = cursor.Points($"vanishes of depth {depth}", 1 << depth, form.G2);
        }

        cursor.Generator(form.G2);
        HighG2 = cursor.Point("high power of tau", form.G2);
    }

    public G2Affine HighG2 { get; }

    public PointSection<G1Affine> Basis { get; }

    /// <summary>The vanishes of a depth, 1 for the nodes under the root.</summary>
    public PointSection<G2Affine> Vanishes(int depth) => _vanishes[depth - 1];

    /// <summary>Bytes of the file.</summary>
    public static long FileLength(MatrixShape shape) =>
        (shape.Cells * 64L) + (ParameterSource.VanishCount(shape) * 128L) + 256 + (sizeof(ulong) * (2L + shape.LogRows));

    /// <summary>Opens a file.</summary>
    /// <exception cref="Chain.ZeroGException">
    /// <c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, <c>ZgParameterInvalid</c>.
    /// </exception>
    public static VerifyFile Open(string path, MatrixShape shape)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            FileHeader.CheckLength(file, FileLength(shape));
            return new(file, shape);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file. It has its name only when it is complete.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static async Task WriteAsync(string path, ParameterSource source, int coset, bool overwrite, ParameterWork work)
    {
        await using PointWriter writer = new(path, overwrite, work.CancellationToken) { HasCounts = true };
        await WriteAsync(writer, source, coset, work);
        writer.Keep();
    }

    /// <summary>The SHA-256 that the file would have.</summary>
    public static async Task<byte[]> DigestAsync(ParameterSource source, int coset, ParameterWork work)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using PointWriter writer = new(path: null, overwrite: false, work.CancellationToken)
        {
            HasCounts = true, Written = bytes => hash.AppendData(bytes.Span),
        };
        await WriteAsync(writer, source, coset, work);
        return hash.GetHashAndReset();
    }

    public void Dispose() => _file.Dispose();

    private static async Task WriteAsync(PointWriter writer, ParameterSource source, int coset, ParameterWork work)
    {
        PointForm form = PointForm.Uncompressed;
        G1Affine[] points = new G1Affine[source.Shape.Cells];
        source.Basis(coset, points, work);
        await writer.ArrayAsync(points, form.G1);
        await writer.VanishesAsync(source, coset, form.G2, work);
        await writer.PointAsync(G2Affine.Generator, form.G2);
        await writer.PointAsync(source.HighG2, form.G2);
    }
}
