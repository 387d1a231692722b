using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>Saves reports byte for byte, under the names that the official client gives them.</summary>
public static class ReportFiles
{
    /// <summary>Saves all reports of a provider.</summary>
    /// <param name="attestation">What was fetched.</param>
    /// <param name="folder">Where to; made when missing.</param>
    /// <param name="overwrite">Whether earlier reports may be replaced.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The files.</returns>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static async Task<IReadOnlyList<string>> SaveAsync(
        ProviderAttestation attestation, string folder, bool overwrite, CancellationToken cancellationToken = default)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (FileFault.IsRefusal(failure))
        {
            throw NewFile.WriteFailed(folder, failure);
        }

        List<string> saved = [];
        foreach (DownloadedReport report in attestation.Reports)
        {
            string path = Path.Combine(folder, report.FileName(attestation.Subject.HasTarget));
            await using NewFile file = NewFile.Create(path, overwrite);
            await file.WriteAsync(report.Body, cancellationToken);
            file.Keep();
            saved.Add(path);
        }

        return saved;
    }
}
