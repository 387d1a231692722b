using System.Net;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Attestation;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Providers;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Tests.Providers;

/// <summary>Lists of providers: prices, health, models, and what strangers write into them.</summary>
public sealed class ProviderDirectoryTests : IDisposable
{
    private readonly FakeContracts _contracts = new();

    public void Dispose() => _contracts.Dispose();

    [Theory]
    [InlineData("chatbot", "40 0G / 160 0G per 1M tokens", PriceUnit.Token)]
    [InlineData("text-to-image", "0.00016 0G per image", PriceUnit.Image)]
    [InlineData("Image-Edit", "0.00016 0G per image", PriceUnit.Image)]
    [InlineData("speech-to-text", "0.00004 0G per second", PriceUnit.Second)]
    [InlineData("time-travel", "0.00004 0G / 0.00016 0G", PriceUnit.Other)]
    public async Task Price_OfEachType_IsForItsUnit(string type, string price, PriceUnit unit)
    {
        ComputeProvider provider = await OneAsync(
            [TestServices.Inference(type) is var fields ? With(fields, 3, Gwei(40_000), Gwei(160_000)) : []]);

        Assert.Equal((price, unit), (provider.Price, provider.PriceUnit));
    }

    [Fact]
    public async Task List_WithAStatusService_HasHealthAndModelsOfEach()
    {
        Services(TestServices.Inference(model: "b"), TestServices.Inference(model: "a", provider: FakeContracts.Provider(2)));
        string address = TestServices.Provider.ToString().ToLowerInvariant();
        using TestServices.Status answers = new(
            $$"""
            {"services":[{"provider":"{{address}}","model":"x","status":"critical"},
              {"provider":"{{address}}","model":"b","status":"healthy"}]}
            """,
            $$"""{"data":[{"id":"c","provider":"{{address}}"},{"id":"b","provider":"{{address}}"}]}""");
        using StatusClient status = new(new Uri("http://status.example"), answers);

        IReadOnlyList<ComputeProvider> providers =
            await new ProviderDirectory(_contracts.Client, status).ListAsync(ServiceKind.Inference);

        Assert.Equal(["a", "b"], providers.Select(provider => provider.Model));
        Assert.Equal([HealthState.Unknown, HealthState.Healthy], providers.Select(provider => provider.Health));
        Assert.Equal(["b", "c"], providers[1].Models);
        Assert.Equal(("fake", true, TestServices.Signer), (providers[1].Network, providers[1].IsApproved, providers[1].Signer));
    }

    [Fact]
    public async Task List_WordsOfAStranger_AreFitForATerminal()
    {
        const string info =
            """{"ImageName":"\u001b[2J","TEEVerifier":"\ud800","ProviderType":"\u0000","priceDenomination":"\udfff","\ud800":1}""";

        ComputeProvider provider = await OneAsync(
            [TestServices.Inference("chat\u001b[2Jbot", "evil\u202emodel\n", approved: false, info)]);

        Assert.DoesNotContain(provider.Type + provider.Model + provider.Url, char.IsControl);
        Assert.Equal("evil model ", provider.Model);
        Assert.False(provider.IsApproved);
        Assert.DoesNotContain(provider.Info!.ToString(), char.IsControl);
    }

    [Fact]
    public async Task List_FineTuning_HasPriceMachineAndModels()
    {
        _contracts.On(FakeContracts.FineTuning, FineTuningContract.GetAllServices, new object?[] { TestServices.FineTuning("q1", "q2") });
        using StatusClient status = new(null);

        ComputeProvider provider = Assert.Single(
            await new ProviderDirectory(_contracts.Client, status).ListAsync(ServiceKind.FineTuning));

        Assert.Equal(("fine-tuning", "0.5 0G per 1M tokens", true), (provider.Type, provider.Price, provider.IsOccupied));
        Assert.Equal(["q1", "q2"], provider.Models);
        Assert.Equal(ServiceKind.FineTuning, provider.Service);
    }

    [Fact]
    public async Task Find_InTheMarketsGiven_OrRefuses()
    {
        _contracts
            .On(FakeContracts.Inference, InferenceContract.GetService, TestServices.Inference())
            .On(FakeContracts.Inference, InferenceContract.ServiceExists, true)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetService, FineTuningErrors.ServiceNotExist);
        using StatusClient status = new(null);
        ProviderDirectory directory = new(_contracts.Client, status);

        Assert.Single(await directory.FindAsync(TestServices.Provider, ServiceKinds.All));
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => directory.FindAsync(TestServices.Provider, [ServiceKind.FineTuning]));

        Assert.Equal("ZgProviderUnknown", failure.ErrorId);
        Assert.Contains("offers no fine-tuning service on fake. It offers inference", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[{"id":"m\u001b2"},{"id":"model"}]}""", HttpStatusCode.OK, true, "")]
    [InlineData("""{"data":7}""", HttpStatusCode.OK, false, "answers no list of models (HTTP 200)")]
    [InlineData("{}", HttpStatusCode.BadGateway, false, "answers no list of models (HTTP 502)")]
    [InlineData(null, HttpStatusCode.OK, false, "does not answer: ConnectionError")]
    public async Task Live_AskedForModels_ProviderSaysThemOrWhyNot(string? body, HttpStatusCode status, bool answering, string reason)
    {
        ComputeProvider listed = await OneAsync([TestServices.Inference()]);
        using ProviderModels models = new(handler: new TestServices.Site(_ => body is null
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : new HttpResponseMessage(status) { Content = new StringContent(body) }));

        ComputeProvider asked = Assert.Single(await models.AskAsync([listed]));

        Assert.Equal(answering, asked.IsAnswering);
        Assert.Contains(reason, asked.Reason ?? "", StringComparison.Ordinal);
        Assert.Equal(answering ? ["model", "m 2"] : ["model"], asked.Models);
        Assert.Equal(answering ? 2 : 0, asked.Served.Count);
    }

    [Fact]
    public async Task Live_FineTuningProvider_IsNotAsked()
    {
        _contracts.On(FakeContracts.FineTuning, FineTuningContract.GetAllServices, new object?[] { TestServices.FineTuning("q1") });
        using StatusClient status = new(null);
        using ProviderModels models = new(handler: new TestServices.Site(_ => throw new InvalidOperationException()));

        IReadOnlyList<ComputeProvider> asked =
            await models.AskAsync(await new ProviderDirectory(_contracts.Client, status).ListAsync(ServiceKind.FineTuning));

        Assert.Null(Assert.Single(asked).IsAnswering);
    }

    [Fact]
    public async Task Trust_OfAProviderOfOneMarket_KnowsSignerApprovalAndSubAccount()
    {
        _contracts
            .On(FakeContracts.Inference, InferenceContract.GetService, TestServices.Inference(approved: false))
            .On(FakeContracts.Inference, InferenceContract.GetAccount, TestServices.Account(acknowledged: false));

        ProviderTrust trust = await ProviderTrust.ReadAsync(
            _contracts.Client, ServiceKind.Inference, FakeContracts.User, TestServices.Provider);

        Assert.Equal((TestServices.Signer, false, false), (trust.Signer, trust.IsApproved, trust.Account!.IsAcknowledged));
    }

    [Theory]
    [InlineData("""{"TargetSeparated":true,"TargetTeeAddress":"0x70997970c51812dc3a010c7d01b50e0d17dc79c8"}""", true, "dstack")]
    [InlineData("""{"TargetSeparated":true,"ProviderType":"centralized"}""", false, "dstack")]
    [InlineData("""{"TEEVerifier":"cryptopilot"}""", false, "cryptopilot")]
    [InlineData("no json", false, "dstack")]
    public void Subject_OfAService_SaysWhichReportsThereAre(string info, bool hasTarget, string verifier)
    {
        AttestationSubject subject = AttestationSubject.Of(InferenceService.FromAbi(TestServices.Inference(info: info)));

        Assert.Equal((hasTarget, verifier), (subject.HasTarget, subject.Verifier));
        Assert.Equal(hasTarget, subject.TargetSigner is not null);
    }

    [Fact]
    public async Task Subjects_OfAProviderOfBothMarkets_AreTwo()
    {
        _contracts
            .On(FakeContracts.Inference, InferenceContract.GetService, TestServices.Inference())
            .On(FakeContracts.FineTuning, FineTuningContract.GetService, TestServices.FineTuning());

        IReadOnlyList<AttestationSubject> subjects =
            await ProviderSubjects.FindAsync(_contracts.Client, TestServices.Provider, ServiceKinds.All);

        Assert.Equal([(false, true), (true, false)], subjects.Select(subject => (subject.IsFineTuning, subject.IsApproved)));
    }

    private static BigInteger Gwei(long gwei) => new BigInteger(gwei) * 1_000_000_000;

    private static object?[] With(object?[] fields, int place, params object?[] values)
    {
        values.CopyTo(fields, place);
        return fields;
    }

    private void Services(params object?[] services) => _contracts.On(
        FakeContracts.Inference, InferenceContract.GetAllServices, _ => [services, services.Length]);

    private async Task<ComputeProvider> OneAsync(object?[] services)
    {
        Services(services);
        using StatusClient status = new(null);
        return Assert.Single(await new ProviderDirectory(_contracts.Client, status).ListAsync(ServiceKind.Inference));
    }
}
