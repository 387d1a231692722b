using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Interop.Tests.Evm;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>Our provider and our client with the official compute contracts on a real EVM, from the stake to what is paid.</summary>
public sealed class OfficialProviderTests(NodePackages packages, HardhatNode hardhat) : IClassFixture<HardhatNode>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProviderNode_OnTheOfficialContracts_IsPaidToTheNeuronWhatItsUserOwes()
    {
        using ComputeUser user = await ComputeUser.StartAloneAsync(packages, hardhat);
        (ComputeClient client, ComputeAccount account) = (user.Client, user.Account);
        await using ComputeProviderNode node = new(new ComputeProviderOptions
        {
            Name = "official-provider",
            Network = client.Network,
            Wallet = DevelopmentAccounts.Open(5),
            CacheDuration = TimeSpan.Zero,
        });
        await node.StartAsync(Cancel);
        await user.ApproveAsync(ServiceKind.Inference, node.Provider);
        InferenceService service = (await client.Inference.FindServiceAsync(node.Provider, Cancel))!;
        Assert.Equal((node.TeeSigner, true), (service.TeeSigner, service.IsTeeSignerAcknowledged));
        TokenAmount staked = await client.Chain.GetBalanceAsync(client.Inference.Address, cancellationToken: Cancel);
        Assert.Equal(TokenAmount.Parse("100"), staked);
        await account.DepositAsync(TokenAmount.Parse("10"), cancellationToken: Cancel);
        await account.TransferAsync(ServiceKind.Inference, node.Provider, TokenAmount.Parse("3"), Cancel);

        using InferenceClient inference = new(client, user.Wallet);
        ModelOffer offer = await inference.GetOfferAsync(service, cancellationToken: Cancel);
        TokenAmount owed = TokenAmount.Zero;
        foreach (string question in (string[])["How are you?", "And how is everybody else?"])
        {
            InferenceAnswer answer = await inference.ChatAsync(
                offer, new ChatRequest([ChatTurn.Create("user", question)]), cancellationToken: Cancel);
            Assert.True((await inference.VerifyAsync(answer, Cancel)).IsVerified);
            owed += answer.Fee;
        }

        // Both answers in one settlement, and then nothing is left to settle.
        SettlementSummary paid = await node.SettleAsync(Cancel);
        SettlementSummary nothing = await node.SettleAsync(Cancel);

        Assert.Equal(new SettlementSummary(1, 2, owed, TokenAmount.Zero, TokenAmount.Zero), paid);
        Assert.Equal(TokenAmount.Zero, nothing.Paid);
        SubAccount sub = (await client.Inference.FindAccountAsync(account.User, node.Provider, Cancel))!;
        Assert.Equal(TokenAmount.Parse("3") - owed, sub.Balance);
        Assert.True(sub.Nonce > BigInteger.Zero);
        Ledger ledger = (await client.Ledger.GetAsync(account.User, Cancel))!;
        Assert.Equal((TokenAmount.Parse("7"), TokenAmount.Parse("10") - owed), (ledger.Available, ledger.Total));
    }

    [Fact]
    public async Task ProviderNode_OnTheOfficialContracts_FineTunesForAUserOfTheOfficialSdk()
    {
        using TempFolder folder = new();
        await TuningScript.PrepareAsync(folder);
        using ComputeUser user = await ComputeUser.StartAloneAsync(packages, hardhat);
        await using ComputeProviderNode node = new(new ComputeProviderOptions
        {
            Name = "official-tuner",
            Network = user.Client.Network,
            Wallet = DevelopmentAccounts.Open(5),
            FineTuning = new FineTuningProviderOptions { Pace = TimeSpan.FromMilliseconds(100) },
        });
        await node.StartAsync(Cancel);
        await user.ApproveAsync(ServiceKind.FineTuning, node.Provider);

        JsonElement facts = await TuningScript.RunAsync(packages, folder, user.Client.Network, node.Provider);

        SubAccount sub = (await user.Client.FineTuning.FindAccountAsync(user.Account.User, node.Provider, Cancel))!;
        Assert.Equal(facts.GetProperty("balance").GetString(), $"{sub.Balance.Wei}");
        Deliverable delivered = Assert.Single(sub.Deliverables);
        Assert.True(delivered is { IsAcknowledged: true, IsSettled: true, EncryptedSecret.Length: > 0 });
    }
}
