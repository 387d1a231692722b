using System.Buffers.Binary;
using System.Security.Cryptography;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>
/// The module's own file: all that encoding and verifying take, of all cosets, in one file of 5·64 bytes a cell where the official encoder
/// loads three with 36·64. Points are as they are in memory, each section begins at a page, and every section has its SHA-256, so that a
/// damaged file is noticed when it is opened.
/// <code>
/// page    "zerog-da" | u32 version | u8 log rows | u8 log columns | u8 development | 0 | u16 length of label | label
/// pages   [tau^H]2 and the vanishes of cosets 0 to 2
/// pages   basis of coset 0, 1, 2; powers of tau; high powers: one section each
/// end     the SHA-256 of the first page and of each section
/// </code>
/// </summary>
internal sealed class ParameterSetFile : IDisposable
{
    /// <summary>Bytes of a label in UTF-8.</summary>
    public const int MaxLabelSize = 1024;

    private const int PageSize = 4096;
    private const int Version = 1;
    private const int LabelOffset = 18;

    private static readonly string[] SectionNames =
        ["header", "vanishes", "basis of coset 0", "basis of coset 1", "basis of coset 2", "powers", "high powers"];

    private readonly MappedFile _file;

    private ParameterSetFile(MappedFile file, MatrixShape shape)
    {
        _file = file;
        Shape = shape;
        int vanishes = ParameterSource.VanishCount(shape);
        PointForm form = PointForm.Montgomery;
        SectionCursor cursor = new(file, Offset(shape, 1));
        HighPower = cursor.Points("high power in G2", 1, form.G2);
        Vanishes = new PointSection<G2Affine>[MatrixShape.CosetCount];
        Basis = new PointSection<G1Affine>[MatrixShape.CosetCount];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            Vanishes[coset] = cursor.Points($"vanishes of coset {coset}", vanishes, form.G2);
            Basis[coset] = new(file, SectionNames[2 + coset], Offset(shape, 2 + coset), shape.Cells, form.G1);
        }

        TauPowers = new(file, SectionNames[5], Offset(shape, 5), shape.Cells, form.G1);
        HighPowers = new(file, SectionNames[6], Offset(shape, 6), shape.Cells, form.G1);
        ReadOnlySpan<byte> page = file.Bytes(0, PageSize);
        int labelSize = Math.Min(MaxLabelSize, (int)BinaryPrimitives.ReadUInt16LittleEndian(page[16..]));
        Label = page[14] == 0 ? null : System.Text.Encoding.UTF8.GetString(page.Slice(LabelOffset, labelSize));
    }

    public MatrixShape Shape { get; }

    public string Path => _file.Path;

    /// <summary>What tau is the hash of; null when nobody knows tau.</summary>
    public string? Label { get; }

    private static ReadOnlySpan<byte> Magic => "zerog-da"u8;

    /// <summary>Bytes of the file.</summary>
    public static long FileLength(MatrixShape shape) => Offset(shape, SectionNames.Length) + (SectionNames.Length * SHA256.HashSizeInBytes);

    /// <summary>Points of G1 in the file.</summary>
    public static long PointCount(MatrixShape shape) => (MatrixShape.CosetCount + 2L) * shape.Cells;

    /// <summary>Opens a file and compares all of it with its checksums.</summary>
    /// <exception cref="Chain.ZeroGException">
    /// <c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, <c>ZgParameterInvalid</c>, <c>ZgParameterShape</c>,
    /// <c>ZgParameterAltered</c>.
    /// </exception>
    public static ParameterSetFile Open(string path, MatrixShape shape, ParameterWork work)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            FileHeader.CheckMagic(file, Magic);
            if (file.Length < PageSize || BinaryPrimitives.ReadUInt32LittleEndian(file.Bytes(Magic.Length, sizeof(uint))) is not Version)
            {
                throw ParameterFailure.Invalid(path, "has a version that this module does not read.");
            }

            ReadOnlySpan<byte> logs = file.Bytes(12, 2);
            if (logs[0] != shape.LogRows || logs[1] != shape.LogColumns)
            {
                throw ParameterFailure.OtherShape(path, $"2^{logs[0]} rows of 2^{logs[1]} cells", shape);
            }

            FileHeader.CheckLength(file, FileLength(shape));
            CheckDigests(file, shape, work);
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
    public static async Task WriteAsync(string path, ParameterSource source, bool overwrite, ParameterWork work)
    {
        MatrixShape shape = source.Shape;
        PointForm form = PointForm.Montgomery;
        using SectionDigests digests = new(PageSize);
        await using PointWriter writer = new(path, overwrite, work.CancellationToken) { Written = digests.Append };
        await writer.WriteAsync(Header(source));
        await EndSectionAsync();
        await writer.PointAsync(source.HighG2, form.G2);
        G2Affine[] vanishes = new G2Affine[ParameterSource.VanishCount(shape)];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            source.Vanishes(coset, vanishes, work);
            await writer.ArrayAsync<G2Affine>(vanishes, form.G2);
        }

        await EndSectionAsync();
        G1Affine[] points = new G1Affine[shape.Cells];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            source.Basis(coset, points, work);
            await SectionAsync();
        }

        source.TauPowers(points, work);
        await SectionAsync();
        source.HighPowers(points, work);
        await SectionAsync();
        writer.Written = null;
        await writer.WriteAsync(digests.All);
        writer.Keep();

        async ValueTask SectionAsync()
        {
            await writer.ArrayAsync<G1Affine>(points, form.G1);
            await EndSectionAsync();
        }

        async ValueTask EndSectionAsync()
        {
            await writer.WriteAsync(new byte[digests.MissingInPage]);
            digests.EndSection();
        }
    }

    /// <summary>[tau^H] in G2.</summary>
    public G2Affine HighG2 => HighPower.View().Span[0];

    /// <summary>The single point that is [tau^H] in G2.</summary>
    public PointSection<G2Affine> HighPower { get; }

    /// <summary>[L_t] of each coset.</summary>
    public PointSection<G1Affine>[] Basis { get; }

    /// <summary>The vanishes of all depths of each coset.</summary>
    public PointSection<G2Affine>[] Vanishes { get; }

    /// <summary>[tau^j].</summary>
    public PointSection<G1Affine> TauPowers { get; }

    /// <summary>[tau^(H+j)].</summary>
    public PointSection<G1Affine> HighPowers { get; }

    public void Dispose() => _file.Dispose();

    private static byte[] Header(ParameterSource source)
    {
        byte[] page = new byte[PageSize];
        Magic.CopyTo(page);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(Magic.Length), Version);
        page[12] = (byte)source.Shape.LogRows;
        page[13] = (byte)source.Shape.LogColumns;
        if (source.Label is string label)
        {
            page[14] = 1;
            int size = System.Text.Encoding.UTF8.GetBytes(label, page.AsSpan(LabelOffset, MaxLabelSize));
            BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(16), (ushort)size);
        }

        return page;
    }

    private static void CheckDigests(MappedFile file, MatrixShape shape, ParameterWork work)
    {
        bool[] right = new bool[SectionNames.Length];
        Parallel.For(0, right.Length, work.Options, section =>
        {
            long offset = Offset(shape, section);
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(file.Bytes(offset, (int)(Offset(shape, section + 1) - offset)), digest);
            right[section] = digest.SequenceEqual(file.Bytes(Offset(shape, right.Length) + (section * digest.Length), digest.Length));
        });
        int wrong = Array.IndexOf(right, false);
        if (wrong >= 0)
        {
            throw ParameterFailure.Altered(file.Path, SectionNames[wrong]);
        }
    }

    // Where a section begins; that of the one after the last is where the digests are.
    private static long Offset(MatrixShape shape, int section)
    {
        if (section == 0)
        {
            return 0;
        }

        long points = PageSize + Pages((1 + ((long)MatrixShape.CosetCount * ParameterSource.VanishCount(shape))) * 128);
        return section == 1 ? PageSize : points + ((section - 2) * Pages(shape.Cells * 64L));
    }

    private static long Pages(long size) => (size + PageSize - 1) / PageSize * PageSize;
}
