using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>What slices belong to.</summary>
/// <param name="Name">Name of the file that was encoded, without its folder.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Root">The data root.</param>
/// <param name="Commitment">The erasure commitment.</param>
/// <param name="Shape">The shape of the matrix.</param>
public sealed record BlobDescription(string Name, long Size, Hash256 Root, ErasureCommitment Commitment, MatrixShape Shape);
