using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// An encoder with the parameters of a folder. A process holds it once, however many nodes and commands use it, and lets it go with the
/// last.
/// </summary>
public sealed class LoadedEncoder : IDisposable
{
    private static readonly SharedCache<LoadedEncoder> Open = new();

    private readonly IDisposable? _lease;

    internal LoadedEncoder(IBlobEncoder encoder, bool isDevelopment, IDisposable? lease = null) =>
        (Encoder, IsDevelopment, _lease) = (encoder, isDevelopment, lease);

    /// <summary>The encoder.</summary>
    public IBlobEncoder Encoder { get; }

    /// <inheritdoc cref="VerifierParameters.IsDevelopment"/>
    public bool IsDevelopment { get; }

    /// <summary>Loads the parameters and makes the encoder, unless another holds it already.</summary>
    /// <param name="folder">Folder of the parameters.</param>
    /// <param name="shape">The shape of the matrices.</param>
    /// <param name="progress">Hears of work on the parameters, where this call is the first.</param>
    /// <param name="cancellationToken">Stops waiting, and the work when nobody else waits for it.</param>
    /// <exception cref="ZeroGException">As for <see cref="EncoderParameters.LoadAsync"/>.</exception>
    public static async Task<LoadedEncoder> OpenAsync(
        string folder, MatrixShape shape, IProgress<ParameterProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        SharedCache<LoadedEncoder>.Lease lease = await Open.AcquireAsync(
            $"{Path.GetFullPath(folder)}|{shape}", stop => MakeAsync(folder, shape, progress, stop), cancellationToken);
        return new LoadedEncoder(lease.Value.Encoder, lease.Value.IsDevelopment, lease);
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _lease?.Dispose();

    private static async Task<LoadedEncoder> MakeAsync(
        string folder, MatrixShape shape, IProgress<ParameterProgress>? progress, CancellationToken cancellationToken)
    {
        // The encoder takes what it needs of the parameters, and lets the file go.
        using EncoderParameters parameters = await EncoderParameters.LoadAsync(folder, shape, progress, cancellationToken);
        return new LoadedEncoder(new BlobEncoder(parameters, threads: null, cancellationToken), parameters.IsDevelopment);
    }
}
