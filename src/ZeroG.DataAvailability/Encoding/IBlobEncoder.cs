using ZeroG.Chain;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Turns data into an encoded blob.</summary>
public interface IBlobEncoder
{
    /// <summary>The shape of the matrices.</summary>
    MatrixShape Shape { get; }

    /// <summary>Encodes one blob. May be called for several blobs at once.</summary>
    /// <param name="data">
    /// 0 to <see cref="MatrixShape.MaxDataSize"/> bytes. The commitment of none is infinity, which signers refuse, so callers with a user
    /// refuse it too.
    /// </param>
    /// <param name="progress">Hears of each stage; null for silence.</param>
    /// <param name="cancellationToken">Stops the work within a fraction of a second.</param>
    /// <exception cref="ZeroGException"><c>ZgBlobTooLarge</c>.</exception>
    EncodedBlob Encode(
        ReadOnlyMemory<byte> data, IProgress<EncodeProgress>? progress = null, CancellationToken cancellationToken = default);
}
