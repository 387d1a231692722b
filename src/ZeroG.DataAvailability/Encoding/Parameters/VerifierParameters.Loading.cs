using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <content>Loading.</content>
public sealed partial class VerifierParameters
{
    private static readonly SharedCache<VerifierParameters> OpenVerifyFiles = new();

    /// <summary>
    /// Loads the parameters of a folder: the module's own file if it is there, else the official verify files of all three cosets, else
    /// what
    /// <see cref="EncoderParameters.LoadAsync"/> takes.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="progress">Told how far deriving is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ZeroGException">As for <see cref="EncoderParameters.LoadAsync"/>.</exception>
    public static async Task<VerifierParameters> LoadAsync(
        string folder, MatrixShape shape, IProgress<ParameterProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ParameterFolder place = new(folder);
        if (place.FindSet(shape) is null && place.FindVerifyFiles(shape) is string[] paths)
        {
            string key = string.Join(
                '|', paths.Select(path => $"{path}|{new FileInfo(path).Length}|{File.GetLastWriteTimeUtc(path).Ticks}"));
            SharedCache<VerifierParameters>.Lease shared = await OpenVerifyFiles.AcquireAsync(
                key,
                stop => Task.FromResult(Read(paths, shape, place.ReadMark(), new ParameterWork(cancellationToken: stop))),
                cancellationToken);
            VerifierParameters read = shared.Value;
            return new(shape, read._basis, read._vanishes, read.HighG2, read.Label, shared);
        }

        SharedCache<ParameterSetFile>.Lease lease = await place.OpenSetAsync(shape, progress, cancellationToken);
        return From(lease.Value, lease);
    }

    internal static VerifierParameters From(ParameterSetFile set, IDisposable? owner) => new(
        set.Shape, [.. set.Basis.Select(section => section.View())], [.. set.Vanishes.Select(section => section.View())], set.HighG2,
        set.Label, owner);

    private static VerifierParameters Read(string[] paths, MatrixShape shape, string? label, ParameterWork work)
    {
        ReadOnlyMemory<G1Affine>[] basis = new ReadOnlyMemory<G1Affine>[paths.Length];
        ReadOnlyMemory<G2Affine>[] vanishes = new ReadOnlyMemory<G2Affine>[paths.Length];
        G2Affine highG2 = default;
        for (int coset = 0; coset < paths.Length; coset++)
        {
            using VerifyFile file = VerifyFile.Open(paths[coset], shape);
            if (coset > 0 && file.HighG2 != highG2)
            {
                throw ParameterFailure.Invalid(paths[coset], $"does not come from the same tau as '{paths[0]}'.");
            }

            highG2 = file.HighG2;
            basis[coset] = file.Basis.Read(work);
            G2Affine[] ofCoset = new G2Affine[ParameterSource.VanishCount(shape)];
            for (int depth = 1; depth <= shape.LogRows; depth++)
            {
                file.Vanishes(depth).Read(ofCoset.AsMemory(ParameterSource.VanishStart(depth), 1 << depth), 0, 1, work);
            }

            vanishes[coset] = ofCoset;
        }

        return new(shape, basis, vanishes, highG2, label, owner: null);
    }
}
