using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Attestation;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Attestation;

/// <summary>A provider for tests, and what the checks of its report say.</summary>
internal static class Examined
{
    public static readonly Address Signer = Address.Parse(TestReport.Signer);

    public static AttestationSubject Subject(string url = "http://provider.example") => new()
    {
        Provider = DevelopmentAccounts.Addresses[0], Url = url, Signer = Signer, IsApproved = true, Model = "test model",
    };

    /// <summary>The checks by name.</summary>
    public static Dictionary<string, AttestationCheck> Examine(
        this TestReport report, AttestationSubject? subject = null, ReportKind kind = ReportKind.Broker, string? signature = null)
    {
        byte[] body = Encoding.UTF8.GetBytes(report.ToJson());
        DownloadedReport download = new(kind, body, signature ?? Sign(body));
        return new ReportExamination(subject ?? Subject(), download, AttestationReport.Parse(body)).Run().ToDictionary(check => check.Name);
    }

    private static string Sign(byte[] body)
    {
        using Wallet key = DevelopmentAccounts.Open(1);
        return QuoteSignature.Sign(body, key);
    }
}
