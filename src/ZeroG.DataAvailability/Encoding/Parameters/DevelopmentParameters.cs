using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// Parameters of a tau that everybody knows: the SHA-256 of a label. They work like real ones and protect nobody, since who knows tau can
/// prove rows that were never encoded. For development and tests; the network does not accept what is encoded with them.
/// </summary>
public static class DevelopmentParameters
{
    /// <summary>The label when none is given.</summary>
    public const string DefaultLabel = "zerog-development";

    private static readonly SharedCache<MadeFile> BeingMade = new();

    /// <summary>Makes parameters in memory: 5·64 bytes a cell, 320 MiB for the shape of the network.</summary>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="label">Any text that is not empty. The same text always gives the same parameters.</param>
    /// <param name="threads">Null for all processors.</param>
    /// <param name="progress">Told of points made.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static EncoderParameters Create(
        MatrixShape shape, string label = DefaultLabel, int? threads = null, IProgress<ParameterProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ParameterWork work = new(progress, threads, cancellationToken);
        work.Begin("Making development parameters", 5L * shape.Cells);
        return InMemory(new KnownTau(shape, label), work);
    }

    /// <summary>The folder of the user's in which the parameters of a label are kept. It need not exist.</summary>
    public static string FolderOf(string label = DefaultLabel)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(label)))[..16];
        return Path.Combine(UserFolder.Path, "da-parameters", $"development-{digest}");
    }

    /// <summary>Loads parameters that are kept in the user's folder, where they are made the first time.</summary>
    /// <param name="shape">Of the matrix; that of the network takes 320 MiB of disk.</param>
    /// <param name="label">Any text that is not empty.</param>
    /// <param name="progress">Told of points made.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ZeroGException"><c>ZgWriteFailed</c>: the user's folder cannot be written. Or as for loading.</exception>
    public static async Task<EncoderParameters> LoadAsync(
        MatrixShape shape, string label = DefaultLabel, IProgress<ParameterProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        string folder = FolderOf(label);
        string path = Path.Combine(folder, ParameterFileName.Set(shape, development: true));
        if (!File.Exists(path))
        {
            using SharedCache<MadeFile>.Lease made = await BeingMade.AcquireAsync(
                path, stop => MakeAsync(folder, shape, label, progress, stop), cancellationToken);
        }

        return await EncoderParameters.LoadAsync(folder, shape, progress, cancellationToken);
    }

    /// <summary>Writes parameters into a folder: the module's own file, and the mark that they are for development.</summary>
    /// <param name="folder">The folder, which is made when it is missing.</param>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="label">Any text that is not empty, of at most 1024 bytes.</param>
    /// <param name="officialFiles">True for the files of the official encoder and DA nodes too: 4.9 GB for the shape of the
    /// network.</param>
    /// <param name="overwrite">Whether files of the same names may be replaced.</param>
    /// <param name="progress">Told of points made.</param>
    /// <param name="cancellationToken">Stops. Files have their names only when they are complete.</param>
    /// <returns>The paths of all files.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgParameterMixed</c>: the folder holds others than development parameters of this label. <c>ZgTargetExists</c>,
    /// <c>ZgWriteFailed</c>.
    /// </exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        string folder, MatrixShape shape, string label = DefaultLabel, bool officialFiles = false, bool overwrite = false,
        IProgress<ParameterProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            System.Text.Encoding.UTF8.GetByteCount(label), ParameterSetFile.MaxLabelSize, nameof(label));
        string mark = PrepareFolder(folder, label);
        ParameterWork work = new(progress, threads: null, cancellationToken);
        KnownTau source = new(shape, label);
        string set = Path.Combine(folder, ParameterFileName.Set(shape, development: true));
        work.Begin(
            "Making development parameters", ParameterSetFile.PointCount(shape) + (officialFiles ? OfficialFileSet.PointCount(shape) : 0));
        await ParameterSetFile.WriteAsync(set, source, overwrite, work);
        return [mark, set, .. officialFiles ? await OfficialFileSet.WriteAsync(folder, source, overwrite, work) : []];
    }

    private static EncoderParameters InMemory(ParameterSource source, ParameterWork work)
    {
        ReadOnlyMemory<G1Affine>[] basis = new ReadOnlyMemory<G1Affine>[MatrixShape.CosetCount];
        ReadOnlyMemory<G2Affine>[] vanishes = new ReadOnlyMemory<G2Affine>[MatrixShape.CosetCount];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            int number = coset;
            basis[coset] = Make(points => source.Basis(number, points, work), source.Shape.Cells);
            G2Affine[] ofCoset = new G2Affine[ParameterSource.VanishCount(source.Shape)];
            source.Vanishes(coset, ofCoset, work);
            vanishes[coset] = ofCoset;
        }

        VerifierParameters verifier = new(source.Shape, basis, vanishes, source.HighG2, source.Label, owner: null);
        return new(
            verifier, Make(points => source.TauPowers(points, work), source.Shape.Cells),
            Make(points => source.HighPowers(points, work), source.Shape.Cells),
            owner: null);
    }

    // The mark comes first, so that no official file is ever there without it.
    private static string PrepareFolder(string folder, string label)
    {
        string mark = Path.Combine(folder, ParameterFileName.DevelopmentMark);
        try
        {
            Directory.CreateDirectory(folder);
            ParameterFolder place = new(folder);
            string? present = place.ReadMark();
            if (present is null ? place.HasRealFiles() : present != label)
            {
                throw ParameterFailure.Mixed(
                    folder,
                    present is null ? "parameters that are not for development" : $"development parameters of the label '{present}'");
            }

            if (present is null)
            {
                string temporary = $"{mark}.{Guid.NewGuid():N}.tmp";
                File.WriteAllBytes(temporary, DevelopmentMark.For(label));
                File.Move(temporary, mark, overwrite: true);
            }
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw NewFile.WriteFailed(mark, exception);
        }

        return mark;
    }

    private static async Task<MadeFile> MakeAsync(
        string folder, MatrixShape shape, string label, IProgress<ParameterProgress>? progress, CancellationToken cancellationToken)
    {
        await WriteAsync(folder, shape, label, overwrite: true, progress: progress, cancellationToken: cancellationToken);
        return new();
    }

    private static G1Affine[] Make(Action<Memory<G1Affine>> make, int count)
    {
        G1Affine[] points = new G1Affine[count];
        make(points);
        return points;
    }

    // Stands for a file that this process makes once, however many wait for it.
    private sealed class MadeFile : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
