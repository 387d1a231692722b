using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>
/// The official prove file of a coset, in either form (0glabs/0g-da-encoder, <c>crates/amt/src/prove_params/fast_serde_bn254.rs</c> and
/// <c>serde.rs</c>).
/// <code>
/// mont       "bamt" | u8 log cells | u8 depth | G2 | [tau^H]2, both uncompressed | basis | quotients | vanishes | high basis
/// canonical  basis | quotients | vanishes | G2 | high basis | [tau^H]2, each array with its count before it
/// </code>
/// Opening looks at lengths, header, counts and the two single points. The points of an array are checked when they are read.
/// </summary>
internal sealed class ProveFile : IDisposable
{
    private const int HeaderSize = 6;

    private readonly MappedFile _file;
    private readonly PointSection<G1Affine>[] _quotients;
    private readonly PointSection<G2Affine>[] _vanishes;

    private ProveFile(MappedFile file, MatrixShape shape, bool montgomery)
    {
        _file = file;
        Shape = shape;
        IsMontgomery = montgomery;
        PointForm form = montgomery ? PointForm.Montgomery : PointForm.Uncompressed;
        SectionCursor cursor = new(file, montgomery ? HeaderSize : 0);
        if (montgomery)
        {
            cursor.Generator(PointForm.Uncompressed.G2);
            HighG2 = cursor.Point("high power of tau", PointForm.Uncompressed.G2);
        }

        Basis = Array(ref cursor, "basis", shape.Cells, form.G1);
        _quotients = Arrays(ref cursor, "quotients", _ => shape.Cells, form.G1);
        _vanishes = Arrays(ref cursor, "vanishes", depth => 1 << depth, form.G2);
        if (!montgomery)
        {
            cursor.Generator(form.G2);
        }

        HighBasis = Array(ref cursor, "high basis", shape.Cells, form.G1);
        if (!montgomery)
        {
            HighG2 = cursor.Point("high power of tau", form.G2);
        }
    }

    public MatrixShape Shape { get; }

    public string Path => _file.Path;

    /// <summary>Whether its points lie in the file as they are in memory, so that sections can be viewed.</summary>
    public bool IsMontgomery { get; }

    public G2Affine HighG2 { get; }

    public PointSection<G1Affine> Basis { get; }

    public PointSection<G1Affine> HighBasis { get; }

    private static ReadOnlySpan<byte> Magic => "bamt"u8;

    /// <summary>The quotients of a depth, 1 for the nodes under the root.</summary>
    public PointSection<G1Affine> Quotients(int depth) => _quotients[depth - 1];

    /// <summary>The vanishes of a depth, 1 for the nodes under the root.</summary>
    public PointSection<G2Affine> Vanishes(int depth) => _vanishes[depth - 1];

    /// <summary>Bytes of the file.</summary>
    public static long FileLength(MatrixShape shape, bool montgomery)
    {
        long points = ((shape.LogRows + 2L) * shape.Cells * 64) + (ParameterSource.VanishCount(shape) * 128L) + 256;
        return points + (montgomery ? HeaderSize : sizeof(ulong) * (4 + (2L * shape.LogRows)));
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="Chain.ZeroGException">
    /// <c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, <c>ZgParameterInvalid</c>, <c>ZgParameterShape</c>.
    /// </exception>
    public static ProveFile Open(string path, MatrixShape shape, bool montgomery)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            if (montgomery)
            {
                FileHeader.Check(file, Magic, [(byte)shape.LogCells, (byte)shape.LogRows], shape);
            }

            FileHeader.CheckLength(file, FileLength(shape, montgomery));
            return new(file, shape, montgomery);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file. It has its name only when it is complete.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static async Task WriteAsync(string path, ParameterSource source, int coset, bool montgomery, bool overwrite, ParameterWork work)
    {
        MatrixShape shape = source.Shape;
        PointForm form = montgomery ? PointForm.Montgomery : PointForm.Uncompressed;
        await using PointWriter writer = new(path, overwrite, work.CancellationToken) { HasCounts = !montgomery };
        if (montgomery)
        {
            await writer.WriteAsync((byte[])[.. Magic, (byte)shape.LogCells, (byte)shape.LogRows]);
            await writer.PointAsync(G2Affine.Generator, PointForm.Uncompressed.G2);
            await writer.PointAsync(source.HighG2, PointForm.Uncompressed.G2);
        }

        G1Affine[] points = new G1Affine[shape.Cells];
        source.Basis(coset, points, work);
        await writer.ArrayAsync(points, form.G1);
        await writer.CountAsync(shape.LogRows);
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            source.Quotients(coset, depth, points, work);
            await writer.ArrayAsync(points, form.G1);
        }

        await writer.VanishesAsync(source, coset, form.G2, work);
        if (!montgomery)
        {
            await writer.PointAsync(G2Affine.Generator, form.G2);
        }

        source.HighBasis(coset, points, work);
        await writer.ArrayAsync(points, form.G1);
        if (!montgomery)
        {
            await writer.PointAsync(source.HighG2, form.G2);
        }

        writer.Keep();
    }

    public void Dispose() => _file.Dispose();

    private PointSection<TPoint> Array<TPoint>(ref SectionCursor cursor, string name, int count, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        if (!IsMontgomery)
        {
            cursor.Count(count, $"points of its {name}");
        }

        return cursor.Points(name, count, codec);
    }

    private PointSection<TPoint>[] Arrays<TPoint>(ref SectionCursor cursor, string name, Func<int, int> count, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        if (!IsMontgomery)
        {
            cursor.Count(Shape.LogRows, $"depths of {name}");
        }

        PointSection<TPoint>[] sections = new PointSection<TPoint>[Shape.LogRows];
        for (int depth = 1; depth <= sections.Length; depth++)
        {
            sections[depth - 1] = Array(ref cursor, $"{name} of depth {depth}", count(depth), codec);
        }

        return sections;
    }
}
