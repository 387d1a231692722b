namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>Parameters in a folder.</summary>
/// <param name="Path">Full path of the folder.</param>
/// <param name="Shape">The shape that they are for.</param>
/// <param name="Label">What tau is the hash of; null for parameters whose tau nobody knows.</param>
/// <param name="Size">Bytes of the files.</param>
/// <param name="Files">Full paths of the files.</param>
public sealed record ParameterFiles(string Path, MatrixShape Shape, string? Label, long Size, IReadOnlyList<string> Files)
{
    /// <summary>True if tau is known, so that proofs can be forged: good for development and tests, and for nothing else.</summary>
    public bool IsDevelopment => Label is not null;

    /// <summary>Describes files that were written.</summary>
    public static ParameterFiles Of(string folder, MatrixShape shape, string? label, IReadOnlyList<string> files) =>
        new(folder, shape, label, files.Sum(file => new FileInfo(file).Length), files.ToArray());
}
