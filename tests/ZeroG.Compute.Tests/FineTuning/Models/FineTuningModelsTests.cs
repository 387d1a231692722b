using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Tests.FineTuning.Models;

public sealed class FineTuningModelsTests
{
    private const string Route = "GET /v1/model";
    private static readonly Address Provider = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    [Fact]
    public void BuiltIn_EachNetwork_HasItsModels()
    {
        Assert.Equal(["Qwen2.5-0.5B-Instruct", "Qwen3-32B"], Names(FineTuningModels.BuiltIn(NetworkCatalog.Mainnet)));
        Assert.Equal(["Qwen2.5-0.5B-Instruct"], Names(FineTuningModels.BuiltIn(NetworkCatalog.Galileo)));
        Assert.Equal(["mock-model"], Names(FineTuningModels.BuiltIn(NetworkCatalog.Devnet)));
        Assert.All(FineTuningModels.BuiltIn(NetworkCatalog.Mainnet), model => Assert.Null(model.Provider));
    }

    [Fact]
    public async Task Get_ProviderWithOwnModels_ListsBothWithItsPrice()
    {
        ScriptedProvider provider = new ScriptedProvider().On(Route, """
            [{"name":"own","hash":"0xabc","image":"i","dataType":"image","trainingScript":"t",
              "description":"Its own\u001b[2J","tokenizer":""}]
            """);

        IReadOnlyList<FineTuningModel> models = await Models(provider).GetAsync(Service("own"));

        Assert.Equal(["Qwen2.5-0.5B-Instruct", "Qwen3-32B", "own"], Names(models));
        Assert.All(models, model => Assert.Equal(
            (Provider, TokenAmount.FromWei(7), true), (model.Provider, model.PricePerToken, model.IsAvailable)));
        Assert.Equal((false, "0xabc", "image"), (models[2].IsBuiltIn, models[2].Hash, models[2].DataType));
        Assert.DoesNotContain('\u001b', models[2].Description!);
    }

    [Fact]
    public async Task GetOwn_ProviderWithoutModelsOnChain_IsNotAsked()
    {
        ScriptedProvider provider = new();

        Assert.Empty(await Models(provider).GetOwnAsync(Service()));
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task GetOwn_NoModels_IsAnEmptyList(string answer) =>
        Assert.Empty(await Models(new ScriptedProvider().On(Route, answer)).GetOwnAsync(Service("own")));

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""[{"name":"","hash":"0x1"}]""")]
    [InlineData("""[{"name":"a"}]""")]
    [InlineData("[null]")]
    public async Task GetOwn_AnswerThatIsNoList_IsRefused(string answer) => Assert.Equal(
        "ZgProviderAnswerInvalid",
        (await Assert.ThrowsAnyAsync<ZeroGException>(
            () => Models(new ScriptedProvider().On(Route, answer)).GetOwnAsync(Service("own")))).ErrorId);

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("")]
    public async Task GetOwn_AddressThatCannotBeUsed_IsRefused(string url) => Assert.Equal(
        "ZgProviderAnswerInvalid",
        (await Assert.ThrowsAnyAsync<ZeroGException>(
            () => Models(new ScriptedProvider()).GetOwnAsync(Service("own") with { Url = url }))).ErrorId);

    [Fact]
    public async Task Find_BuiltIn_ByNameOrHash_AsksNobody()
    {
        ScriptedProvider provider = new();
        FineTuningModels models = Models(provider);

        FineTuningModel byName = await models.FindAsync(Service("own"), "Qwen3-32B");
        FineTuningModel byHash = await models.FindAsync(
            Service("own"), "0x2E6F9620C35BDCB2B753CC7AA34E78077A8ED133E36FA36008FD6BDFD29AF3A5");

        Assert.Equal(byName, byHash);
        Assert.True(byName.IsBuiltIn);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Find_UnknownName_SaysWhatIsOffered()
    {
        ScriptedProvider provider = new ScriptedProvider().On(Route, """[{"name":"own","hash":"0xabc"}]""");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => Models(provider).FindAsync(Service("own"), "Qwen/Qwen3-32B"));

        Assert.Equal("ZgModelNotOffered", failure.ErrorId);
        Assert.Equal(
            $"Qwen/Qwen3-32B is not offered by {Provider}. Names are written without `Qwen/`. "
            + "Offered: Qwen2.5-0.5B-Instruct, Qwen3-32B, own.", failure.Message);
        Assert.False((await Models(provider).FindAsync(Service("own"), "own")).IsBuiltIn);
    }

    private static IEnumerable<string> Names(IEnumerable<FineTuningModel> models) => models.Select(model => model.Name);

    private static FineTuningModels Models(ScriptedProvider provider) =>
        new(NetworkCatalog.Mainnet, new FineTuningClientOptions { Attempts = 1 }, provider);

    private static FineTuningService Service(params string[] models) => new(
        Provider, "http://provider.test:8080/", new ProviderQuota(0, 0, 0, 0, ""), TokenAmount.FromWei(7), IsOccupied: false, models,
        Provider, IsTeeSignerAcknowledged: true);
}
