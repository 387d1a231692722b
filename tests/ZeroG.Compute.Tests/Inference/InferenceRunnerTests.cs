using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Inference;

public sealed class InferenceRunnerTests : IDisposable
{
    private static readonly InferenceJob Question = new() { Id = "7", Prompt = "Hello!" };

    private readonly InferenceMarket _market = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _market.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_Answer_IsWrittenAndVerified()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());

        InferenceOutcome outcome = await RunAsync(Question with { OutPaths = [_folder["answer.txt"]] }, verify: true);

        Assert.Empty(outcome.Failures);
        Assert.Null(outcome.Remark);
        Assert.Equal(("7", "Hello!", "Hi there", true), (
            outcome.Answer.Id, outcome.Answer.Prompt, outcome.Answer.Answer, outcome.Answer.IsVerified));
        Assert.Equal("Hi there", await File.ReadAllTextAsync(outcome.Answer.Path!, TestContext.Current.CancellationToken));
        Assert.Matches("^qwen-7b of 0x.*: 9 \\+ 2 tokens, 650 gwei, verified, in answer.txt$", outcome.Answer.Summary);
    }

    [Fact]
    public async Task RunAsync_NameThatIsTaken_IsRefusedBeforeAnythingIsPaid()
    {
        File.WriteAllText(_folder["answer.txt"], "mine");

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(
            () => RunAsync(Question with { OutPaths = [_folder["answer.txt"]] }));

        Assert.Equal("ZgTargetExists", refusal.ErrorId);
        Assert.Empty(_market.Broker.Requests);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task RunAsync_EmptyPicture_IsRefusedBeforeAnythingIsPaid()
    {
        File.WriteAllText(_folder["empty.png"], "");

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(
            () => RunAsync(Question with { PicturePaths = [_folder["empty.png"]] }));

        Assert.Equal("ZgFileEmpty", refusal.ErrorId);
        Assert.Empty(_market.Broker.Requests);
    }

    [Fact]
    public async Task RunAsync_ProviderThatLies_IsTold_AndThePaidAnswerIsHandedOutAllTheSame()
    {
        _market.Broker.Signer = TestKeys.User;
        _market.Broker.ThenJson(InferenceMarket.Completion());
        AssertLie("ZgSignatureWrong", await RunAsync(Question, verify: true));

        _market.Broker.Signer = TestKeys.TeeSigner;
        _market.Broker.Signed = response => [.. response, (byte)'\n'];
        _market.Broker.ThenJson(InferenceMarket.Completion());
        AssertLie("ZgAnswerAltered", await RunAsync(Question, verify: true));

        _market.Broker.Signed = static response => response;
        _market.Broker.ThenJson(InferenceMarket.Completion(model: "llama-1b"));
        InferenceOutcome other = await RunAsync(Question, verify: true);
        Assert.Equal("ZgModelWrong", Assert.Single(other.Failures).ErrorId);
        Assert.Contains("answered with model llama-1b; qwen-7b was asked for.", other.Failures[0].Message);
    }

    [Fact]
    public async Task RunAsync_WithoutVerification_OnlyRemarksOnAnotherModel()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion(model: "llama-1b"));

        InferenceOutcome outcome = await RunAsync(Question);

        Assert.Empty(outcome.Failures);
        Assert.Contains("answered with model llama-1b", outcome.Remark);
        Assert.Null(outcome.Answer.IsVerified);
    }

    [Fact]
    public async Task RunAsync_Budget_LimitsTheAnswerAndRefusesWhatItDoesNotCover()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());
        CostBudget budget = new(TokenAmount.FromGwei(100_000));
        InferenceRunner runner = new(_market.Client, budget, verify: false);

        await runner.RunAsync(_market.Offer, Question, cancellationToken: TestContext.Current.CancellationToken);

        int limit = JsonElement.Parse(_market.Broker.Requests[0].Body).GetProperty("max_tokens").GetInt32();
        Assert.InRange(limit, 16, (100_000 - (_market.Broker.Requests[0].Body.Length * 50)) / 100);
        Assert.Equal(TokenAmount.FromGwei(650), budget.Spent);
        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => new InferenceRunner(
            _market.Client, new CostBudget(TokenAmount.FromGwei(1000)), verify: false).RunAsync(
            _market.Offer, Question, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("ZgMaxCostReached", refusal.ErrorId);
        Assert.Single(_market.Broker.Requests);
    }

    [Fact]
    public async Task RunAsync_RefusedQuestion_CostsNothing_CutAnswerMay()
    {
        CostBudget budget = new(TokenAmount.Parse("1"));
        InferenceRunner runner = new(_market.Client, budget, verify: false);
        _market.Broker.ThenRefuse(System.Net.HttpStatusCode.BadRequest, "no");
        await Assert.ThrowsAsync<ZeroGException>(
            () => runner.RunAsync(_market.Offer, Question, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(TokenAmount.Zero, budget.Spent);

        _market.Broker.ThenEvents(InferenceMarket.Part("Hel"));
        await Assert.ThrowsAsync<ZeroGException>(() => runner.RunAsync(
            _market.Offer, Question, _ => Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.True(budget.Spent > TokenAmount.Zero);
    }

    [Theory]
    [InlineData(ServiceTypes.Chat, null, null, null, "ZgPromptEmpty")]
    [InlineData(ServiceTypes.Chat, " ", null, null, "ZgPromptEmpty")]
    [InlineData(ServiceTypes.Chat, "x", null, "a.wav", "ZgServiceTypeWrong")]
    [InlineData(ServiceTypes.Speech, "x", null, null, "ZgServiceTypeWrong")]
    [InlineData(ServiceTypes.Speech, "x", null, "missing.wav", "ZgFileNotFound")]
    [InlineData(ServiceTypes.ImageEdit, "x", null, null, "ZgServiceTypeWrong")]
    [InlineData(ServiceTypes.Image, "x", "a.png", null, "ZgServiceTypeWrong")]
    [InlineData("video-generation", "x", null, null, "ZgServiceTypeWrong")]
    public async Task RunAsync_WhatTheServiceDoesNotTake_IsRefusedBeforeAnythingIsPaid(
        string type, string? prompt, string? picture, string? audio, string errorId)
    {
        File.WriteAllText(_folder["a.png"], "x");
        File.WriteAllText(_folder["a.wav"], "x");
        using InferenceMarket market = new(type);
        InferenceJob job = new()
        {
            Prompt = prompt,
            PicturePaths = picture is null ? [] : [_folder[picture]],
            AudioPath = audio is null ? null : _folder[audio],
        };

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => new InferenceRunner(
            market.Client, new CostBudget(null), verify: false).RunAsync(
            market.Offer, job, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(errorId, refusal.ErrorId);
        Assert.Empty(market.Broker.Requests);
    }

    private static void AssertLie(string errorId, InferenceOutcome outcome)
    {
        Assert.Equal(errorId, Assert.Single(outcome.Failures).ErrorId);
        Assert.Equal(("Hi there", false), (outcome.Answer.Answer, outcome.Answer.IsVerified));
    }

    private Task<InferenceOutcome> RunAsync(InferenceJob job, bool verify = false) =>
        new InferenceRunner(_market.Client, new CostBudget(null), verify).RunAsync(
            _market.Offer, job, cancellationToken: TestContext.Current.CancellationToken);
}
