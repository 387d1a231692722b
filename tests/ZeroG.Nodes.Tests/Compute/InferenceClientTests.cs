using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Compute;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>
/// The user's side against providers of ours over sockets: what becomes of tokens that were revoked and of sub-accounts that run low, and
/// whether the user's reckoning of fees is what the provider meters.
/// </summary>
public sealed class InferenceClientTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ImageEdit_IsVerifiedAndMetered()
    {
        await using Side side = await StartAsync(ServiceTypes.ImageEdit);

        InferenceAnswer answer = await side.Client.DrawAsync(
            side.Offer, new ImageRequest("make it blue") { Source = new ChatPicture([1, 2, 3], "otter.png") }, Cancelled);

        Assert.Single(answer.Images);
        await side.AssertVerifiedAndMeteredAsync(answer);
    }

    [Fact]
    public async Task Models_AndAnUnknownOne()
    {
        await using Side side = await StartAsync(ServiceTypes.Chat);

        Assert.Equal(side.Offer.Model, Assert.Single(await side.Client.GetModelsAsync(side.Offer.Service, Cancelled)).Id);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => side.Client.GetOfferAsync(side.Offer.Service, "gpt-0", Cancelled));
        Assert.Equal("ZgModelNotServed", failure.ErrorId);
    }

    [Fact]
    public async Task AllTokensRevokedOnTheChain_ANewOneIsMadeWithoutAWord()
    {
        await using Side side = await StartAsync(ServiceTypes.Chat);
        ChatRequest request = new([new ChatTurn("user", "x")]);
        await side.Client.ChatAsync(side.Offer, request, cancellationToken: Cancelled);

        await market.AccountOf(side.User).RevokeAllTokensAsync(side.Offer.Service.Provider, Cancelled);

        Assert.Equal("x", (await side.Client.ChatAsync(side.Offer, request, cancellationToken: Cancelled)).Text);
    }

    [Fact]
    public async Task SubAccountRunsLow_IsFilledUpOnceForManyQuestions_AndTheyGoOn()
    {
        await using Side side = await StartAsync(ServiceTypes.Chat, "0.5");
        ComputeAccount account = market.AccountOf(side.User);
        await account.DepositAsync(TokenAmount.Parse("10"), cancellationToken: Cancelled);
        using AutoTopUp topUp = new(account, side.Client, TokenAmount.Parse("2"), market.Folder["topups"]);
        side.Client.MoveMoney = topUp.EnsureAsync;

        InferenceAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => side.Client.ChatAsync(
            side.Offer, new ChatRequest([new ChatTurn("user", $"line {number}")]), cancellationToken: Cancelled)));

        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"line {number}"), answers.Select(answer => answer.Text));
        Assert.Equal(TokenAmount.Parse("1.5"), topUp.Moved);
        SubAccount filled = (await market.Client.Inference.FindAccountAsync(side.User.Address, side.Offer.Service.Provider, Cancelled))!;
        Assert.Equal(TokenAmount.Parse("2"), filled.Balance);
    }

    [Fact]
    public async Task SubAccountRunsLow_ARefusalThatComesAfterOthersWereAnswered_MovesNothingMore()
    {
        TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using AnswerHandler slow = new(async (response, number) =>
        {
            if (number == 1)
            {
                Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
                refused.SetResult();
                await answered.Task;
            }
        });
        await using Side side = await StartAsync(ServiceTypes.Chat, "0.5", handler: slow);
        ComputeAccount account = market.AccountOf(side.User);
        await account.DepositAsync(TokenAmount.Parse("10"), cancellationToken: Cancelled);
        using AutoTopUp topUp = new(account, side.Client, TokenAmount.Parse("5"), market.Folder["topups"]);
        side.Client.MoveMoney = topUp.EnsureAsync;

        Task<InferenceAnswer> first = AskAsync(side, "first");
        await refused.Task.WaitAsync(Cancelled);
        InferenceAnswer second = await AskAsync(side, "second");
        answered.SetResult();

        Assert.Equal("first", (await first).Text);
        Assert.True(second.Fee > TokenAmount.Zero);
        Assert.Equal(TokenAmount.Parse("1.5"), topUp.Moved);
    }

    [Fact]
    public async Task ProviderWithoutApproval_RefusesInTheUsersTerms()
    {
        await using Side side = await StartAsync(ServiceTypes.Chat, acknowledge: false);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => side.Client.ChatAsync(
            side.Offer, new ChatRequest([new ChatTurn("user", "x")]), cancellationToken: Cancelled));

        Assert.Equal("ZgSignerNotApproved", failure.ErrorId);
    }

    private static Task<InferenceAnswer> AskAsync(Side side, string question) => side.Client.ChatAsync(
        side.Offer, new ChatRequest([new ChatTurn("user", question)]), cancellationToken: Cancelled);

    private async Task<Side> StartAsync(
        string serviceType, string amount = "5", bool acknowledge = true, HttpMessageHandler? handler = null)
    {
        ComputeProviderNode provider = await market.StartAsync(
            await market.OptionsAsync() with { ServiceType = serviceType }, acknowledge);
        Wallet user = await market.CreateUserAsync(provider, amount);
        InferenceClient client = new(market.Client, user, new InferenceClientOptions
        {
            TimeProvider = market.Time, Handler = handler,
        });
        InferenceService service = await client.GetServiceAsync(provider.Provider, Cancelled);
        return new Side(market, provider, user, client, await client.GetOfferAsync(service, cancellationToken: Cancelled));
    }

    /// <summary>Shows the test each answer to a question, with its number from 1, before the client gets it.</summary>
    private sealed class AnswerHandler(Func<HttpResponseMessage, int, Task> onAnswer) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Post)
            {
                await onAnswer(response, Interlocked.Increment(ref _count));
            }

            return response;
        }
    }

    /// <summary>A user in front of a provider.</summary>
    private sealed record Side(MarketFixture Market, ComputeProviderNode Provider, Wallet User, InferenceClient Client, ModelOffer Offer)
        : IAsyncDisposable
    {
        public async Task AssertVerifiedAndMeteredAsync(InferenceAnswer answer)
        {
            ResponseVerification verification = await Client.VerifyAsync(answer, Cancelled);
            Assert.True(verification.IsVerified, verification.Detail);
            Assert.True(answer.IsUsageReported);
            Assert.True(answer.IsModelAsked);
            Assert.True(answer.Fee > TokenAmount.Zero);
            Assert.Equal(new TokenAmount(await Market.UnsettledAsync(Provider, User)), answer.Fee);
            Assert.Equal(answer.Fee, await Client.GetUnsettledFeeAsync(Offer.Service, Cancelled));
        }

        public ValueTask DisposeAsync()
        {
            Client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
