using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.Attestation;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Attestation;

/// <summary>Known answers made with the official client: <c>attestation.json</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class AttestationVectorTests
{
    private const string ReportFields =
        "name report contractSigner signer composeValid calculatedHash? eventLogHash? images? officialImagesRaw? error?";

    private static readonly VectorForm Form =
        new("compute", "attestation.json", ("reports", ReportFields)) { Facts = "reportDataV2 quoteSignature" };

    public static IEnumerable<object[]> Reports() => Form.Rows("reports");

    public static IEnumerable<object[]> Files() => Form.FileRows();

    [Theory]
    [MemberData(nameof(Reports))]
    public void Report_OfTheVectors_GivesSignerAndComposeHash(string name)
    {
        JsonElement known = Form[name];
        byte[] body = Encoding.UTF8.GetBytes(known.GetProperty("report").GetRawText());
        AttestationReport report = AttestationReport.Parse(body);
        AttestationSubject subject =
            Examined.Subject() with { Signer = Address.Parse(known.GetProperty("contractSigner").GetString()!) };
        DownloadedReport download = new(ReportKind.Broker, body, null);
        Dictionary<string, AttestationCheck> checks =
            new ReportExamination(subject, download, report).Run().ToDictionary(check => check.Name);

        Assert.True(ReportData.TryParse(report.ReportData, out ReportData? data));
        Assert.Equal(QuoteLayout.Legacy, data.Layout);
        Assert.Equal(Address.Parse(known.GetProperty("signer").GetString()!), data.Signer);
        Assert.Equal(CheckOutcome.Passed, checks[CheckNames.Signer].Outcome);

        bool composeValid = known.GetProperty("composeValid").GetBoolean();
        AttestationCheck compose = checks[CheckNames.ComposeHash];
        Assert.Equal(composeValid ? CheckOutcome.Passed : CheckOutcome.Failed, compose.Outcome);
        if (known.TryGetProperty("error", out JsonElement error))
        {
            Assert.Contains("No compose-hash event", error.GetString(), StringComparison.Ordinal);
            Assert.Contains("no compose-hash", compose.Detail, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(known.GetProperty("calculatedHash").GetString(), Convert.ToHexStringLower(report.Compose!.Hash));
        Assert.Equal(
            known.GetProperty("eventLogHash").GetString(), Convert.ToHexStringLower(report.Events!.FindBootEvent("compose-hash")!.Payload));
        Assert.Equal(Texts(known, "images"), report.Compose.Images);

        // The official client leaves backslashes and a letter of the JSON text behind.
        Assert.Equal(report.Compose.Images, Texts(known, "officialImagesRaw").Select(raw => raw.Split('\\')[0]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ReportData_V1_GivesKeySignerAndKeyId(string file)
    {
        JsonElement known = Form.File(file).GetProperty("reportDataV2");
        VectorForm.CheckFields(known, "hex base64 encPub signer version keyId", file);
        byte[] bytes = Hex.ParseBytes(known.GetProperty("hex").GetString());

        Assert.Equal(bytes, Convert.FromBase64String(known.GetProperty("base64").GetString()!));
        Assert.True(ReportData.TryParse(bytes, out ReportData? data));
        Assert.Equal(QuoteLayout.V1, data.Layout);
        Assert.Equal(1, known.GetProperty("version").GetInt32());
        Assert.Equal(Address.Parse(known.GetProperty("signer").GetString()!), data.Signer);
        Assert.Equal(known.GetProperty("encPub").GetString(), Hex.ToHex(data.EncryptionKey));
        Assert.Equal(known.GetProperty("keyId").GetString(), Hex.ToHex(data.KeyId));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void QuoteSignature_OfTheVectors_NamesItsSigner(string file)
    {
        JsonElement known = Form.File(file).GetProperty("quoteSignature");
        VectorForm.CheckFields(known, "header body signature signer", file);
        byte[] body = Encoding.UTF8.GetBytes(known.GetProperty("body").GetString()!);
        string header = known.GetProperty("signature").GetString()!;

        Assert.Equal(QuoteSignature.Header, known.GetProperty("header").GetString());
        Assert.True(QuoteSignature.TryRecover(body, header, out Address signer));
        Assert.Equal(Address.Parse(known.GetProperty("signer").GetString()!), signer);

        body[^2] ^= 1;
        Assert.True(!QuoteSignature.TryRecover(body, header, out Address other) || other != signer);
    }

    private static string[] Texts(JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
