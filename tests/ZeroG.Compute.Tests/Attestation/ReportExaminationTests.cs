using System.Text;
using System.Text.Json.Nodes;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Attestation;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Attestation;

/// <summary>Every check of a report: what makes it pass, what makes it fail, and when it says that it cannot tell.</summary>
public sealed class ReportExaminationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Report_ThatHoldsTogether_PassesWhatCanBeChecked_AndIsNeverVerified(bool omitsDigests)
    {
        Dictionary<string, AttestationCheck> checks = new TestReport { OmitsDigests = omitsDigests }.Examine();

        string[] elsewhere = [CheckNames.Images, CheckNames.IntelSignature, CheckNames.TcbStatus, CheckNames.Gpu];
        Assert.All(checks.Values, check => Assert.Equal(
            elsewhere.Contains(check.Name) ? CheckOutcome.NotCheckable : CheckOutcome.Passed, check.Outcome));
        Assert.All(checks.Values, check => Assert.Equal(!elsewhere.Contains(check.Name), check.IsApplicable));
        Assert.Contains("Signature not checked", checks[CheckNames.IntelSignature].Detail, StringComparison.Ordinal);
        ProviderAttestation whole = new(Examined.Subject(), [.. checks.Values], []);
        Assert.Equal(CheckOutcome.NotCheckable, whole.Outcome);
        Assert.True(whole.IsSound);
    }

    [Fact]
    public void Signer_InTheLayoutWithAKey_Passes()
    {
        byte[] key = [.. Enumerable.Range(0x30, 32).Select(value => (byte)value)];
        TestReport report = new() { ReportData = [.. key, .. Examined.Signer.Bytes, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0] };

        AttestationCheck check = report.Examine()[CheckNames.Signer];

        Assert.Equal(CheckOutcome.Passed, check.Outcome);
        Assert.Contains("V1", check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "names 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC, the chain")]
    [InlineData("no address", "no report data of a known layout")]
    public void Signer_OtherThanTheChains_Fails(string text, string words)
    {
        byte[] data = new byte[64];
        Encoding.ASCII.GetBytes(text).CopyTo(data, 0);
        AttestationCheck check = new TestReport { ReportData = data }.Examine()[CheckNames.Signer];

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains(words, check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ReportData_OtherThanTheQuotes_Fails_AndTheQuotesCounts()
    {
        // The right signer stands beside a quote that holds another.
        TestReport report = new()
        {
            Spoil = json => json["report_data"] = Convert.ToBase64String(new TestReport().ReportData),
            ReportData = [.. Encoding.ASCII.GetBytes(DevelopmentAccounts.Addresses[2].ToString()), .. new byte[22]],
        };

        Dictionary<string, AttestationCheck> checks = report.Examine();

        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.ReportData].Outcome);
        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.Signer].Outcome);
    }

    [Theory]
    [InlineData(0, 5, "version 5")]
    [InlineData(4, 0, "TEE type 0x0")]
    [InlineData(635, 0xFF, "its signature should have")]
    public void Quote_OfAnotherForm_Fails_AndWhatNeedsItIsNotCheckable(int place, byte value, string words)
    {
        Dictionary<string, AttestationCheck> checks = new TestReport { SpoilQuote = quote => quote[place] = value }.Examine();

        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.Quote].Outcome);
        Assert.Contains(words, checks[CheckNames.Quote].Detail, StringComparison.Ordinal);
        string[] skipped =
            [CheckNames.ReportData, CheckNames.EventLog, CheckNames.BootLog, CheckNames.ComposeInQuote, CheckNames.Production];
        Assert.All(skipped, name => Assert.Equal(CheckOutcome.NotCheckable, checks[name].Outcome));
        Assert.All(skipped, name => Assert.True(checks[name].IsApplicable));
    }

    [Theory]
    [InlineData("00", "it has 1 bytes")]
    [InlineData("xyz", "it is no hex")]
    [InlineData("mock", "it is a mock")]
    [InlineData("", "the report has none")]
    public void Quote_ThatIsNone_Fails(string text, string words)
    {
        AttestationCheck check = new TestReport { Spoil = json => json["quote"] = text }.Examine()[CheckNames.Quote];

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains(words, check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Production_DebugMode_Fails()
    {
        AttestationCheck check = new TestReport { SpoilQuote = quote => quote[168] = 1 }.Examine()[CheckNames.Production];

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains("debug mode", check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mode", "development")]
    [InlineData("quote", "mock")]
    public void Production_DevelopmentReport_IsNamedAsSuch(string member, string value)
    {
        Dictionary<string, AttestationCheck> checks = new TestReport { Spoil = json => json[member] = value }.Examine();

        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.Production].Outcome);
        Assert.StartsWith("Development report", checks[CheckNames.Production].Detail, StringComparison.Ordinal);
        Assert.False(new ProviderAttestation(Examined.Subject(), [.. checks.Values], []).IsSound);
    }

    [Fact]
    public void Production_MockOfTheOfficialServer_IsNamedAsSuch()
    {
        AttestationReport report = AttestationReport.Parse("mock\n"u8.ToArray());

        Assert.True(report.IsDevelopment);
        Assert.Null(report.Quote);
    }

    [Fact]
    public void QuoteSignature_Absent_IsNotOfferedByTheProvider()
    {
        byte[] body = Encoding.UTF8.GetBytes(new TestReport().ToJson());
        AttestationCheck check = new ReportExamination(
            Examined.Subject(), new DownloadedReport(ReportKind.Broker, body, null), AttestationReport.Parse(body))
            .Run().Single(check => check.Name == CheckNames.QuoteSignature);

        Assert.Equal((CheckOutcome.NotCheckable, false), (check.Outcome, check.IsApplicable));
    }

    [Fact]
    public void QuoteSignature_OfAnotherBodyOrKey_Fails()
    {
        using Wallet other = DevelopmentAccounts.Open(3);
        byte[] body = Encoding.UTF8.GetBytes(new TestReport().ToJson());

        AttestationCheck byAnother = new TestReport().Examine(signature: QuoteSignature.Sign(body, other))[CheckNames.QuoteSignature];
        AttestationCheck noSignature = new TestReport().Examine(signature: "0x00")[CheckNames.QuoteSignature];

        Assert.Equal(CheckOutcome.Failed, byAnother.Outcome);
        Assert.Contains($"{other.Address} has signed the report, not {Examined.Signer}", byAnother.Detail, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Failed, noSignature.Outcome);
    }

    [Fact]
    public void ComposeHash_OfAnotherFile_FailsInLogAndQuote()
    {
        Dictionary<string, AttestationCheck> checks =
            new TestReport { AppCompose = TestReport.Compose.Replace("broker@", "evil@", StringComparison.Ordinal) }.Examine();

        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.ComposeHash].Outcome);
        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.ComposeInQuote].Outcome);
        Assert.Equal(CheckOutcome.Passed, checks[CheckNames.EventLog].Outcome);
    }

    [Fact]
    public void ComposeHash_WrittenByAContainerAfterTheBoot_DoesNotCount()
    {
        TestReport report = new();
        (int, uint, string, byte[]) measured = report.Events.Single(entry => entry.Name == "compose-hash");
        report.Events.Remove(measured);
        report.Events.Add(measured);

        AttestationCheck check = report.Examine()[CheckNames.ComposeHash];

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains("no compose-hash from the boot", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ComposeInQuote_OfAnotherForm_IsNotForThisMachine()
    {
        AttestationCheck check = new TestReport { SpoilQuote = quote => quote[232] = 2 }.Examine()[CheckNames.ComposeInQuote];

        Assert.Equal((CheckOutcome.NotCheckable, false), (check.Outcome, check.IsApplicable));
    }

    [Fact]
    public void EventDigests_PayloadChangedUnderItsDigest_Fails_ThoughTheReplayPasses()
    {
        Dictionary<string, AttestationCheck> checks =
            new TestReport { SpoilLog = log => log[3]!["event_payload"] = "bb" }.Examine();

        Assert.Equal(CheckOutcome.Failed, checks[CheckNames.EventDigests].Outcome);
        Assert.Contains("'app-id'", checks[CheckNames.EventDigests].Detail, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Passed, checks[CheckNames.EventLog].Outcome);
    }

    [Fact]
    public void EventDigests_OfAnUnknownForm_AreNotCheckable_AndNotSound()
    {
        Dictionary<string, AttestationCheck> checks = new TestReport
        {
            SpoilLog = log =>
            {
                foreach (JsonNode? entry in log)
                {
                    entry!["digest"] = "11";
                }
            },
        }.Examine();

        AttestationCheck check = checks[CheckNames.EventDigests];
        Assert.Equal((CheckOutcome.NotCheckable, true), (check.Outcome, check.IsApplicable));
        Assert.Contains("Event digest form unknown", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void EventDigests_RuntimeEventElsewhere_Fails()
    {
        TestReport report = new();
        report.Events.Add((2, TeeEvent.RuntimeType, "stray", []));

        Assert.Equal(CheckOutcome.Failed, report.Examine()[CheckNames.EventDigests].Outcome);
    }

    [Fact]
    public void EventLog_EventLeftOutOrAdded_DoesNotReplay()
    {
        AttestationCheck less = new TestReport { SpoilLog = log => log.RemoveAt(3) }.Examine()[CheckNames.EventLog];
        AttestationCheck more =
            new TestReport { SpoilLog = log => log.Add(log[3]!.DeepClone()) }.Examine()[CheckNames.EventLog];

        Assert.Equal((CheckOutcome.Failed, CheckOutcome.Failed), (less.Outcome, more.Outcome));
    }

    [Fact]
    public void BootLog_OfAnotherBoot_FailsWithItsRegister()
    {
        AttestationCheck check =
            new TestReport { SpoilLog = log => log[1]!["digest"] = new string('a', 96) }.Examine()[CheckNames.BootLog];

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains("RTMR1", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void BootLog_LeftOut_IsNotCheckable()
    {
        TestReport report = new();
        report.SpoilLog = log =>
        {
            foreach (JsonNode? entry in log.Where(entry => (int)entry!["imr"]! < 3).ToArray())
            {
                log.Remove(entry);
            }
        };

        AttestationCheck check = report.Examine()[CheckNames.BootLog];

        Assert.Equal((CheckOutcome.NotCheckable, false), (check.Outcome, check.IsApplicable));
    }

    [Fact]
    public void Images_NotPinned_AreNamed()
    {
        const string compose =
            """{"docker_compose_file":"services: {a: {image: 'x/y:latest'}, b: {image: &i z@sha256:00}, c: {image: *i}}"}""";
        AttestationCheck check = new TestReport { AppCompose = compose }.Examine()[CheckNames.Images];

        Assert.Contains(
            "x/y:latest, z@sha256:00. Not pinned by digest, so that they may change: x/y:latest.", check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcb_info")]
    [InlineData("event_log")]
    public void Report_WithoutAPart_SaysWhatItCannotTell(string member)
    {
        Dictionary<string, AttestationCheck> checks = new TestReport { Spoil = json => json.Remove(member) }.Examine();

        Assert.Equal(CheckOutcome.NotCheckable, checks[CheckNames.ComposeHash].Outcome);
        Assert.True(checks[CheckNames.ComposeHash].IsApplicable);
        Assert.DoesNotContain(CheckOutcome.Failed, checks.Values.Select(check => check.Outcome));
    }

    [Fact]
    public void Verifier_OfAnotherKind_IsLeftToThatVerifier()
    {
        Dictionary<string, AttestationCheck> checks = new TestReport().Examine(Examined.Subject() with { Verifier = "cryptopilot" });

        Assert.Contains("'cryptopilot'", checks[CheckNames.Quote].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(CheckOutcome.Passed, checks.Values.Select(check => check.Outcome));
    }

    [Fact]
    public void TargetSigner_OtherThanRegistered_Fails_AndTheSameProvesNothing()
    {
        AttestationSubject subject = Examined.Subject() with { HasTarget = true, TargetSigner = DevelopmentAccounts.Addresses[5] };
        TestReport report = new() { Spoil = json => json["signing_address"] = DevelopmentAccounts.Addresses[5].ToString() };

        AttestationCheck same = report.Examine(subject, ReportKind.Llm)[CheckNames.TargetSigner];
        AttestationCheck other = report.Examine(subject with { TargetSigner = Examined.Signer }, ReportKind.Llm)[CheckNames.TargetSigner];

        Assert.Equal(CheckOutcome.NotCheckable, same.Outcome);
        Assert.Equal(CheckOutcome.Failed, other.Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"quote\":\"00\",\"quote\":\"01\"}")]
    [InlineData("{\"quote\":7}")]
    [InlineData("<html>")]
    public void Report_ThatIsNone_IsRefused(string body)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => AttestationReport.Parse(Encoding.UTF8.GetBytes(body)));

        Assert.Equal("ZgReportInvalid", failure.ErrorId);
    }
}
