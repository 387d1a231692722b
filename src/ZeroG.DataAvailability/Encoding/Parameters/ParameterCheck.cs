using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Checks;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// Looks whether parameters are right: the checksums of 0G's official files, every point, and the equations that hold between them whatever
/// tau is. Parameters that pass all but the checksums are right for some tau; that it is the network's, only those tell.
/// </summary>
public static class ParameterCheck
{
    /// <summary>Checks all files of a folder that are for a shape. A file that cannot be read fails its check; the others are still
    /// checked.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shape">Of the matrix. That of the network takes minutes for all files.</param>
    /// <param name="progress">Told which file is being checked.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The results, as they come.</returns>
    /// <exception cref="ZeroGException"><c>ZgParameterNotFound</c>: no folder, or no file for the shape in it.</exception>
    public static async IAsyncEnumerable<ParameterCheckResult> RunAsync(
        string folder, MatrixShape shape, IProgress<ParameterProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ParameterFolder place = new(folder);
        ParameterWork work = new(progress, threads: null, cancellationToken);
        CheckContext context = new(shape, place.ReadMark(), work);
        (string Path, Func<string, IEnumerable<ParameterCheckResult>> Check)[] files =
        [
            .. Known(shape, context).Select(file => (Path: Path.Combine(place.Path, file.Name), file.Check))
                .Where(file => File.Exists(file.Path)),
        ];
        if (files.Length == 0)
        {
            throw place.Missing(shape);
        }

        for (int i = 0; i < files.Length; i++)
        {
            work.Begin($"Checking {Path.GetFileName(files[i].Path)}", files.Length);
            work.Advance(i);
            using IEnumerator<ParameterCheckResult> results = files[i].Check(files[i].Path).GetEnumerator();
            string first = "File";
            while (await Task.Run(() => Next(results, first, files[i].Path), cancellationToken) is { } result)
            {
                yield return result;
                first = "Points";
            }
        }
    }

    private static IEnumerable<(string Name, Func<string, IEnumerable<ParameterCheckResult>> Check)> Known(
        MatrixShape shape, CheckContext context)
    {
        foreach (bool development in (bool[])[false, true])
        {
            yield return (ParameterFileName.Set(shape, development), path => SetFileChecks.Run(path, context));
        }

        foreach (bool montgomery in (bool[])[false, true])
        {
            yield return (ParameterFileName.PowersOfTau(shape, montgomery), path => PowersOfTauChecks.Run(path, montgomery, context));
        }

        for (int i = 0; i < MatrixShape.CosetCount; i++)
        {
            int coset = i;
            yield return (ParameterFileName.Verify(shape, coset), path => VerifyFileChecks.Run(path, coset, context));
            foreach (bool montgomery in (bool[])[true, false])
            {
                yield return (
                    ParameterFileName.Prove(shape, coset, montgomery), path => ProveFileChecks.Run(path, coset, montgomery, context));
            }
        }
    }

    // A file that cannot be read from here on gives one more result, and no other.
    private static ParameterCheckResult? Next(IEnumerator<ParameterCheckResult> results, string unreadable, string path)
    {
        try
        {
            return results.MoveNext() ? results.Current : null;
        }
        catch (ZeroGException failure)
        {
            return new(unreadable, false, failure.Message, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(unreadable, false, failure.Message, path);
        }
    }
}
