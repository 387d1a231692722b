using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Nodes.DevNet;
using ZeroG.Testing;

namespace ZeroG.Faults.Tests;

/// <summary>Processes that fill up the same sub-account at once, or die over it: money moves once.</summary>
public sealed class TopUpFaultTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(5);
    private FaultNetwork _network = null!;
    private ComputeClient _compute = null!;
    private Address _provider;
    private ulong _sent;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = await FaultNetwork.StartAsync(new DevNetOptions { Name = $"topup-{Guid.NewGuid():N}" }, Cancel);
        _compute = new ComputeClient(_network.Network, _network.Chain);
        _provider = Assert.Single(_network.DevNet.ComputeProviders).Provider;
        TransactionSender sender = new(_network.Chain, _wallet, _network.Network, nonces: new NonceTracker(null));
        await new ComputeAccount(_compute, sender).DepositAsync(TokenAmount.Parse("10"), cancellationToken: Cancel);
        _sent = await CountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _wallet.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Processes_FindTheSameShortageAtOnce_MoveMoneyOnceBetweenThem()
    {
        TestProcess[] movers = [.. Enumerable.Range(0, 3).Select(_ => Start())];
        try
        {
            // All have seen that money lacks before the first of them moves any.
            Assert.All(await Task.WhenAll(movers.Select(mover => mover.ReadLineAsync())), line => Assert.Equal("asked", line));
            await Task.WhenAll(movers.Select(mover => mover.WriteLineAsync()));

            string[] ends = await Task.WhenAll(movers.Select(EndAsync));

            Assert.Equal(["0 0G", "0 0G", "2 0G"], ends.Order(StringComparer.Ordinal));
            await AssertMovedOnceAsync();
        }
        finally
        {
            Array.ForEach(movers, mover => mover.Dispose());
        }
    }

    [Fact]
    public async Task Process_KilledBetweenTransferAndBlock_TheNextWaitsForTheSameTransfer()
    {
        await _network.Chain.Rpc.CallAsync("evm_setAutomine", [false], Cancel);
        using (TestProcess first = Start())
        {
            Assert.Equal("asked", await first.ReadLineAsync());
            await first.WriteLineAsync();
            Assert.Equal("waits", await first.ReadLineAsync());
            first.Kill();
        }

        using TestProcess next = Start();
        Assert.Equal("asked", await next.ReadLineAsync());
        await next.WriteLineAsync();
        Assert.Equal("waits", await next.ReadLineAsync());
        await _network.Chain.Rpc.CallAsync("evm_mine", [], Cancel);
        Assert.Equal("0 0G", await next.ReadLineAsync());
        await AssertMovedOnceAsync();
    }

    private static async Task<string> EndAsync(TestProcess mover)
    {
        string line = await mover.ReadLineAsync();
        return line == "waits" ? await mover.ReadLineAsync() : line;
    }

    private TestProcess Start() => TestProcess.Start(
        "topup", $"{_network.Network.RpcUri}", $"{_network.Network.ChainId}", $"{_provider}", _folder["state"]);

    private Task<ulong> CountAsync() => _network.Chain.GetTransactionCountAsync(_wallet.Address, BlockId.Pending, Cancel);

    private async Task AssertMovedOnceAsync()
    {
        SubAccount account = (await _compute.Inference.FindAccountAsync(_wallet.Address, _provider, Cancel))!;
        Assert.Equal(TokenAmount.Parse("2"), account.Balance);
        Assert.Equal(_sent + 1, await CountAsync());
    }
}
