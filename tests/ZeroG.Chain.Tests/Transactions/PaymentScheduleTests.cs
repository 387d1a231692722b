using System.Globalization;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>
/// Thousands of processes run the same list on chains that break in every way; no payment is ever made twice, and all are made.
/// </summary>
public sealed class PaymentScheduleTests
{
    private const int Schedules = 200;
    private const int FaultyRuns = 6;
    private const int QuietRuns = 3;

    private static readonly TokenOrder[] Orders =
    [
        .. Enumerable.Range(1, 3).Select(number => new TokenOrder(
            DevelopmentAccounts.Addresses[number], TokenAmount.FromGwei(number), Reference: $"INV-{number}")),
    ];

    private int _kills;
    private int _failures;
    private int _raised;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_ListOnAChainThatBreaksInEveryWay_PaysEachLineOnce()
    {
        // ZEROG_FAULT_SCHEDULES plays more of them, or fewer.
        int schedules = int.TryParse(
            Environment.GetEnvironmentVariable("ZEROG_FAULT_SCHEDULES"), CultureInfo.InvariantCulture, out int chosen) ? chosen : Schedules;
        await Parallel.ForEachAsync(Enumerable.Range(0, schedules), Cancel, async (seed, _) => await PlayAsync(seed));

        // The faults were real.
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{schedules} schedules: {_kills} processes killed, {_failures} payments failed for a time, {_raised} fees raised.");
        Assert.InRange(_kills, schedules, schedules * FaultyRuns);
        Assert.InRange(_raised, schedules / 8, int.MaxValue);
        Assert.NotEqual(0, _failures);
    }

    private async Task PlayAsync(int seed)
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
                    if (!await TryAsync(transfer, order, killed))
                    {
                        Interlocked.Increment(ref _failures);
                    }
                }
            });
            if (!ended)
            {
                Interlocked.Increment(ref _kills);
            }

            Assert.All(Orders, order => Assert.True(chain.Paid(order.Amount.Wei) <= 1, $"seed {seed}, {order.Reference} paid twice"));
        }

        Interlocked.Add(ref _raised, chain.Raised);
        Assert.All(Orders, order => Assert.True(chain.Paid(order.Amount.Wei) == 1, $"seed {seed}: {order.Reference} not paid"));
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
                failure.ErrorId is "ZgTransactionPending" or "ZgTransactionRefused" or "ZgTransactionReplaced" or "ZgRpcUnreachable"
                    or "ZgRpcRateLimited",
                failure.ToString());
            return false;
        }
    }
}
