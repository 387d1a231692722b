using System.Globalization;
using System.Text.RegularExpressions;
using ZeroG.Chain;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>The shapes that the parameters of a folder are for, by the names of their files.</summary>
public static partial class ParameterShapes
{
    /// <summary>All of them: the shape of the network first, then larger before smaller.</summary>
    /// <exception cref="ZeroGException"><c>ZgParameterNotFound</c>: there is no such folder. <c>ZgParameterUnreadable</c>.</exception>
    public static IReadOnlyList<MatrixShape> In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw ParameterFailure.NotFound(
                folder, "is no folder. Make parameters with New-ZgDaParameter, or name the folder that has them.");
        }

        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder, "*.bin").Select(path => ShapeOf(Path.GetFileName(path))).OfType<MatrixShape>()
                    .Distinct().OrderBy(shape => shape == MatrixShape.Production ? 0 : 1).ThenByDescending(shape => shape.Cells),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ParameterFailure.Unreadable(folder, failure);
        }
    }

    /// <summary>The shape to use when nobody names one.</summary>
    /// <exception cref="ZeroGException"><c>ZgParameterNotFound</c>: there are no parameters. <c>ZgParameterUnreadable</c>.</exception>
    public static MatrixShape First(string folder) => In(folder) is [var first, ..] ? first : throw ParameterFailure.NotFound(
        folder, "holds no parameters. Make some with New-ZgDaParameter, or name the folder that has them.");

    // The powers of tau name the cells only, not how they lie in rows: of those, only the network's are known.
    private static MatrixShape? ShapeOf(string name)
    {
        if (name == ParameterFileName.PowersOfTau(MatrixShape.Production)
            || name == ParameterFileName.PowersOfTau(MatrixShape.Production, montgomery: true))
        {
            return MatrixShape.Production;
        }

        Match match = FileName().Match(name);
        if (!match.Success)
        {
            return null;
        }

        int rows = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        int columns = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) - rows;
        return rows >= 1 && columns >= 1 && rows + columns <= 20 ? new MatrixShape(rows, columns) : null;
    }

    [GeneratedRegex("^(?:zerog-da(?:-development)?|amt-(?:prove|verify)-coset[0-2](?:-mont)?-5DWgDV)-([0-9]{2})-([0-9]{2})\\.bin$")]
    private static partial Regex FileName();
}
