using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>
/// The official file of powers of tau, in either form (0glabs/0g-da-encoder, <c>crates/amt/src/power_tau.rs</c>). All parameters can be
/// derived from it.
/// <code>
/// canonical  powers in G1 | powers in G2 | high powers | [tau^H]2, compressed, each array with its count before it
/// mont       "ptau" | u8 log cells | [tau^H]2 uncompressed | powers in G1 | powers in G2 | high powers
/// </code>
/// Opening looks at length, header, counts and the single point. The points of an array are checked when they are read.
/// </summary>
internal sealed class PowersOfTauFile : IDisposable
{
    private const int HeaderSize = 5;

    private readonly MappedFile _file;

    private PowersOfTauFile(MappedFile file, MatrixShape shape, bool montgomery)
    {
        _file = file;
        if (montgomery)
        {
            SectionCursor cursor = new(file, HeaderSize);
            HighG2 = cursor.Point("high power of tau", PointForm.Uncompressed.G2);
            Powers = cursor.Points("powers", shape.Cells, PointForm.Montgomery.G1);
            PowersG2 = cursor.Points("powers in G2", shape.Cells, PointForm.Montgomery.G2);
            HighPowers = cursor.Points("high powers", shape.Cells, PointForm.Montgomery.G1);
        }
        else
        {
            SectionCursor cursor = new(file);
            cursor.Count(shape.Cells, "powers");
            Powers = cursor.Points("powers", shape.Cells, PointForm.Compressed.G1);
            cursor.Count(shape.Cells, "powers in G2");
            PowersG2 = cursor.Points("powers in G2", shape.Cells, PointForm.Compressed.G2);
            cursor.Count(shape.Cells, "high powers");
            HighPowers = cursor.Points("high powers", shape.Cells, PointForm.Compressed.G1);
            HighG2 = cursor.Point("high power of tau", PointForm.Compressed.G2);
        }
    }

    public G2Affine HighG2 { get; }

    public PointSection<G1Affine> Powers { get; }

    public PointSection<G2Affine> PowersG2 { get; }

    public PointSection<G1Affine> HighPowers { get; }

    private static ReadOnlySpan<byte> Magic => "ptau"u8;

    /// <summary>Bytes of the file.</summary>
    public static long FileLength(MatrixShape shape, bool montgomery) =>
        montgomery ? HeaderSize + 128 + (256L * shape.Cells) : (3 * sizeof(ulong)) + 64 + (128L * shape.Cells);

    /// <summary>Opens a file.</summary>
    /// <exception cref="Chain.ZeroGException">
    /// <c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, <c>ZgParameterInvalid</c>, <c>ZgParameterShape</c>.
    /// </exception>
    public static PowersOfTauFile Open(string path, MatrixShape shape, bool montgomery)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            if (montgomery)
            {
                FileHeader.Check(file, Magic, [(byte)shape.LogCells], shape);
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
    public static async Task WriteAsync(string path, ParameterSource source, bool montgomery, bool overwrite, ParameterWork work)
    {
        PointForm form = montgomery ? PointForm.Montgomery : PointForm.Compressed;
        await using PointWriter writer = new(path, overwrite, work.CancellationToken) { HasCounts = !montgomery };
        if (montgomery)
        {
            await writer.WriteAsync((byte[])[.. Magic, (byte)source.Shape.LogCells]);
            await writer.PointAsync(source.HighG2, PointForm.Uncompressed.G2);
        }

        G1Affine[] points = new G1Affine[source.Shape.Cells];
        source.TauPowers(points, work);
        await writer.ArrayAsync(points, form.G1);
        G2Affine[] pointsG2 = new G2Affine[source.Shape.Cells];
        source.TauPowersG2(pointsG2, work);
        await writer.ArrayAsync(pointsG2, form.G2);
        source.HighPowers(points, work);
        await writer.ArrayAsync(points, form.G1);
        if (!montgomery)
        {
            await writer.PointAsync(source.HighG2, form.G2);
        }

        writer.Keep();
    }

    public void Dispose() => _file.Dispose();
}
