using System.Numerics;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Interop.Tests.Evm;
using ZeroG.Nodes.Chain;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>
/// Our Flow, market and reward pool against the official bytecode on a real EVM: the same steps, and everything that can be seen must be
/// the same: results, revert data, events, views and balances.
/// </summary>
public sealed class FlowDifferentialTests(NodePackages packages, HardhatNode hardhat) : IClassFixture<HardhatNode>
{
    private const ulong BlocksPerEpoch = 60;

    // Some steps happen before the contract opens.
    private const ulong Delay = 6;

    [Theory]

    // Files up to 4 GiB at a usual price.
    [InlineData(1, 250, 24, 30_733_644_962)]

    // Up to the largest that the contract takes, until its tree is full; the price is small, or nobody could pay for it.
    [InlineData(2, 170, 63, 1)]
    public async Task RandomSteps_OnBothChains_CannotBeToldApart(int seed, int steps, int highest, long price)
    {
        OfficialContracts contracts =
            await OfficialContracts.DeployAsync(packages, hardhat, SdkPackage.Current, BlocksPerEpoch, Delay, price);
        await using DevChainNode node = new(new DevChainNodeOptions
        {
            Name = $"differential-{seed}",
            Chain = new()
            {
                Contracts =
                [
                    journal => new FlowSystemContract(
                        journal, contracts.Flow, contracts.Market, StorageContracts.Owner, BlocksPerEpoch, contracts.FirstBlock),
                    journal => new MarketSystemContract(
                        journal, contracts.Market, contracts.Flow, contracts.Reward, StorageContracts.Owner, price),
                    journal => new RecordingReward(journal, contracts.Reward),
                ],
            },
        });
        await node.StartAsync(TestContext.Current.CancellationToken);
        using JsonRpcClient rpc = new(node.Uri!);
        FlowSide evm = new(hardhat.Rpc, contracts, BlocksPerEpoch, isEvm: true);
        FlowSide ours = new(rpc, contracts, BlocksPerEpoch, isEvm: false);
        await evm.PrepareAsync();
        await ours.PrepareAsync();

        FlowScript script = new(seed, contracts, price, highest);
        List<string> said = [];
        for (int i = 0; i < steps; i++)
        {
            said.Add(await CompareAsync(script.Next(), $"{i} of seed {seed}"));
        }

        // Epochs that begin so late that even the history contract has forgotten their blocks.
        said.Add(await CompareAsync(script.Late(), "after a long pause"));

        // A script in which nothing succeeds would prove nothing.
        Assert.InRange(said.Count(text => text.Contains("status: 0x1", StringComparison.Ordinal)), steps / 5, steps);
        Assert.InRange(said.Count(text => text.Contains("tried: reverted", StringComparison.Ordinal)), steps / 10, steps);
        async Task<string> CompareAsync(FlowStep step, string which)
        {
            string expected = await evm.TakeAsync(step);
            string actual = await ours.TakeAsync(step);
            Assert.True(
                actual == expected,
                $"Step {which}, {step.Blocks} blocks later: {step.Call.Name} from {step.Call.From} with {step.Call.Value}"
                    + $"{(step.LegacyData is null ? "" : ", in the legacy form")}\n{Differences(expected, actual)}");
            return expected;
        }
    }

    private static string Differences(string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        IEnumerable<string> missing = left.Except(right).Select(line => $"  EVM:  {line}");
        return string.Join('\n', missing.Concat(right.Except(left).Select(line => $"  ours: {line}")));
    }
}
