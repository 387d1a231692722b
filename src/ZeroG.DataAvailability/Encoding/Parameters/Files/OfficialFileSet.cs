using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>All files that the official tools make for a shape: of each coset both prove files and the verify file, and both files of
/// powers.</summary>
internal static class OfficialFileSet
{
    /// <summary>Points of G1 that writing them makes.</summary>
    public static long PointCount(MatrixShape shape) => shape.Cells * ((MatrixShape.CosetCount * ((2 * (shape.LogRows + 2L)) + 1)) + 4);

    /// <summary>Writes them.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="Chain.ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, ParameterSource source, bool overwrite, ParameterWork work)
    {
        MatrixShape shape = source.Shape;
        List<string> paths = [];
        foreach (bool montgomery in (bool[])[true, false])
        {
            await PowersOfTauFile.WriteAsync(In(ParameterFileName.PowersOfTau(shape, montgomery)), source, montgomery, overwrite, work);
        }

        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            foreach (bool montgomery in (bool[])[true, false])
            {
                await ProveFile.WriteAsync(
                    In(ParameterFileName.Prove(shape, coset, montgomery)), source, coset, montgomery, overwrite, work);
            }

            await VerifyFile.WriteAsync(In(ParameterFileName.Verify(shape, coset)), source, coset, overwrite, work);
        }

        return paths;

        string In(string name)
        {
            string path = Path.Combine(folder, name);
            paths.Add(path);
            return path;
        }
    }
}
