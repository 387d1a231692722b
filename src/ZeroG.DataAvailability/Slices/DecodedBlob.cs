using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>A file that was brought back from slices.</summary>
/// <param name="Name">Its name without its folder.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Root">The data root, which the file was compared with.</param>
/// <param name="Commitment">The erasure commitment.</param>
/// <param name="SliceCount">Slices that were there.</param>
/// <param name="WrongSliceCount">Those of them that were of no use.</param>
public sealed record DecodedBlob(
    string Name, string Path, long Size, Hash256 Root, ErasureCommitment Commitment, int SliceCount, int WrongSliceCount);
