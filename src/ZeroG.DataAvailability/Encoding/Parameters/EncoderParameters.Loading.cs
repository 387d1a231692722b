using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Files;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <content>Loading.</content>
public sealed partial class EncoderParameters
{
    /// <summary>
    /// Loads the parameters of a folder. The first time it derives the module's own file, <c>zerog-da-10-20.bin</c>, from what official
    /// files are there, and leaves it in the folder: from the prove files of all three cosets, or from the powers of tau. That takes
    /// minutes for the shape of the network; after that loading takes less than a second.
    /// </summary>
    /// <remarks>
    /// However often a file is loaded, it is mapped once per process; the memory goes when the last of the loaded parameters is disposed.
    /// All of it is compared with its checksums when it is mapped.
    /// </remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="progress">Told how far deriving is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, <c>ZgParameterInvalid</c>, <c>ZgParameterShape</c>,
    /// <c>ZgParameterAltered</c>;
    /// <c>ZgWriteFailed</c>: the folder cannot be written.
    /// </exception>
    public static async Task<EncoderParameters> LoadAsync(
        string folder, MatrixShape shape, IProgress<ParameterProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        SharedCache<ParameterSetFile>.Lease lease = await new ParameterFolder(folder).OpenSetAsync(shape, progress, cancellationToken);
        return From(lease.Value, lease);
    }

    internal static EncoderParameters From(ParameterSetFile set, IDisposable? owner) =>
        new(VerifierParameters.From(set, owner: null), set.TauPowers.View(), set.HighPowers.View(), owner);
}
