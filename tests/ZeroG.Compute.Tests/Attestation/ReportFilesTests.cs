using ZeroG.Chain;
using ZeroG.Compute.Attestation;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Attestation;

/// <summary>Saved reports: byte for byte, and never over one another by accident.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Save_TwoReports_KeepsTheirBytes()
    {
        ProviderAttestation attestation = new(
            Examined.Subject() with { HasTarget = true }, [],
            [
                new DownloadedReport(ReportKind.Broker, new byte[] { 1, 2 }, null),
                new DownloadedReport(ReportKind.Llm, new byte[] { 3 }, null),
            ]);

        IReadOnlyList<string> saved = await ReportFiles.SaveAsync(attestation, _folder["new/folder"], overwrite: false);

        Assert.Equal(
            [_folder["new/folder/broker_attestation_report.json"], _folder["new/folder/llm_attestation_report.json"]], saved);
        Assert.Equal([1, 2], await File.ReadAllBytesAsync(saved[0], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Save_OverAnEarlierReport_AsksForForce()
    {
        ProviderAttestation attestation = new(Examined.Subject(), [], [new DownloadedReport(ReportKind.Broker, new byte[] { 1 }, null)]);
        await ReportFiles.SaveAsync(attestation, _folder.Path, overwrite: false);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => ReportFiles.SaveAsync(attestation, _folder.Path, overwrite: false));

        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Single(await ReportFiles.SaveAsync(attestation, _folder.Path, overwrite: true));
    }

    [Fact]
    public async Task Save_WhereAFileIs_SaysWhatCannotBeWritten()
    {
        await File.WriteAllTextAsync(_folder["taken"], "", TestContext.Current.CancellationToken);
        ProviderAttestation attestation = new(Examined.Subject(), [], []);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => ReportFiles.SaveAsync(attestation, _folder["taken"], overwrite: true));

        Assert.Equal("ZgWriteFailed", failure.ErrorId);
    }
}
