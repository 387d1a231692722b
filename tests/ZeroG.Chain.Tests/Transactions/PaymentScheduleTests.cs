using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>
/// Nine hundred processes run the same list on chains that break in every way; no payment is ever made twice, and all are made.
/// </summary>
public sealed class PaymentScheduleTests
{
    private const int Schedules = 100;
    private const int FaultyRuns = 6;
    private const int QuietRuns = 3;

    private static readonly TokenOrder[] Orders =
    [
        .. Enumerable.Range(1, 3).Select(number => new TokenOrder(
            DevelopmentAccounts.Addresses[number], TokenAmount.FromGwei(number), Reference: $"INV-{number}")),
    ];

    [Fact]
    public async Task Send_ListOnAChainThatBreaksInEveryWay_PaysEachLineOnce()
    {
        int kills = 0;
        int failures = 0;
        for (int seed = 0; seed < Schedules; seed++)
        {
            using TempFolder folder = new();
            using FaultyChain chain = new(seed, folder.Path);
            for (int run = 0; run < FaultyRuns + QuietRuns; run++)
            {
                chain.IsFaulty = run < FaultyRuns;
                bool ended = await chain.RunProcessAsync(async (transfer, killed) =>
                {
                    foreach (TokenOrder order in Orders)
                    {
                        failures += await TryAsync(transfer, order, killed) ? 0 : 1;
                    }
                });
                kills += ended ? 0 : 1;
                Assert.All(Orders, order => Assert.True(chain.Paid(order.Amount.Wei) <= 1, $"seed {seed}, {order.Reference} paid twice"));
            }

            Assert.All(Orders, order => Assert.True(chain.Paid(order.Amount.Wei) == 1, $"seed {seed}: {order.Reference} not paid"));
        }

        // The faults were real.
        Assert.InRange(kills, Schedules, Schedules * FaultyRuns);
        Assert.NotEqual(0, failures);
    }

    private static async Task<bool> TryAsync(TokenTransfer transfer, TokenOrder order, CancellationToken killed)
    {
        try
        {
            SentTransfer sent = await transfer.SendAsync(order, killed);
            await transfer.WaitAsync(sent, TimeSpan.FromMinutes(2), killed);
            return true;
        }
        catch (ZeroGException failure)
        {
            Assert.True(
                failure.ErrorId is "ZgTransactionPending" or "ZgTransactionRefused" or "ZgRpcUnreachable" or "ZgRpcRateLimited",
                failure.ToString());
            return false;
        }
    }
}
