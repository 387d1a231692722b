namespace ZeroG.DataAvailability.Encoding;

/// <summary>A blob that was recovered from slices.</summary>
/// <param name="Matrix">The cells of the data; <see cref="BlobMatrix.ToData"/> gives the bytes.</param>
/// <param name="Failures">The slices that were passed over, and why.</param>
public sealed record RecoveredBlob(BlobMatrix Matrix, IReadOnlyList<SliceFailure> Failures);
