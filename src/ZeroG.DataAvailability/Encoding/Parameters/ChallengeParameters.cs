using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding.Parameters.Challenge;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>Parameters from a challenge file of the ceremony "perpetual powers of tau": those of 0G come from
/// <c>challenge_0084</c>.</summary>
public static class ChallengeParameters
{
    /// <summary>
    /// Reads the powers of tau that a shape takes, 268 MB of the 96 GiB for that of the network, and writes what is derived from them: the
    /// official file of powers of tau, the official verify files, and the module's own file for encoding. Every point is checked, and that
    /// all are powers of one number. Whether it is 0G's number, the checksums of the files tell.
    /// </summary>
    /// <param name="challenge">The path of the file, or its address; the server has to support range requests.</param>
    /// <param name="folder">Where the files go. It is made when it is missing.</param>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="overwrite">Whether files of the same names may be replaced.</param>
    /// <param name="progress">Told of points read and made.</param>
    /// <param name="cancellationToken">Stops. Files have their names only when they are complete.</param>
    /// <returns>The paths of all files.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgChallengeNotFound</c>, <c>ZgChallengeUnreadable</c>, <c>ZgChallengeUnreachable</c>, <c>ZgChallengeNoRanges</c>,
    /// <c>ZgChallengeInvalid</c>;
    /// <c>ZgParameterMixed</c>: the folder holds development parameters. <c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.
    /// </exception>
    public static Task<IReadOnlyList<string>> WriteAsync(
        string challenge, string folder, MatrixShape shape, bool overwrite = false, IProgress<ParameterProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        WriteAsync(challenge, folder, shape, overwrite, handler: null, TimeProvider.System, progress, cancellationToken);

    internal static async Task<IReadOnlyList<string>> WriteAsync(
        string challenge, string folder, MatrixShape shape, bool overwrite, HttpMessageHandler? handler, TimeProvider time,
        IProgress<ParameterProgress>? progress, CancellationToken cancellationToken)
    {
        string powers = Path.Combine(folder, ParameterFileName.PowersOfTau(shape));
        string set = Path.Combine(folder, ParameterFileName.Set(shape, development: false));
        string[] verify = [.. Enumerable.Range(0, MatrixShape.CosetCount).Select(
            coset => Path.Combine(folder, ParameterFileName.Verify(shape, coset)))];
        PrepareFolder(folder, overwrite ? [] : [powers, set, .. verify]);
        ParameterWork work = new(progress, threads: null, cancellationToken);
        using ByteRanges bytes = await ByteRanges.OpenAsync(challenge, handler, time, cancellationToken);
        using PowersOfTau source = await ChallengeFile.Of(bytes, shape).ReadAsync(shape, work);
        await PowersOfTauFile.WriteAsync(powers, source, montgomery: false, overwrite, work);
        work.Begin("Deriving parameters", ParameterSetFile.PointCount(shape));
        await ParameterSetFile.WriteAsync(set, source, overwrite, work);
        using ParameterSetFile made = ParameterSetFile.Open(set, shape, work);
        SetSource derived = new(made);
        for (int coset = 0; coset < verify.Length; coset++)
        {
            await VerifyFile.WriteAsync(verify[coset], derived, coset, overwrite, work);
        }

        return [powers, set, .. verify];
    }

    // What would stand in the way of the last file is found before the first minute of work.
    private static void PrepareFolder(string folder, string[] names)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (FileFault.IsRefusal(exception))
        {
            throw NewFile.WriteFailed(folder, exception);
        }

        if (new ParameterFolder(folder).ReadMark() is string label)
        {
            throw ParameterFailure.Mixed(folder, $"development parameters of the label '{label}'");
        }

        if (Array.Find(names, File.Exists) is string taken)
        {
            throw NewFile.TargetExists(taken);
        }
    }
}
