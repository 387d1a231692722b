using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Interop.Tests.Evm;
using ZeroG.Nodes.Chain;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>The official contracts and ours at the same addresses, and the steps that both take at the same times.</summary>
internal sealed class Comparison : IAsyncDisposable
{
    private readonly DevChainNode _node;
    private readonly JsonRpcClient _rpc;
    private readonly JsonRpcClient _evmRpc;
    private readonly ComputeSide _ours;
    private readonly ComputeSide _evm;
    private readonly HashSet<string> _refusals = [];
    private readonly HashSet<(Address Contract, string Selector)> _called = [];
    private ulong _time;

    private Comparison(OfficialCompute contracts, DevChainNode node, JsonRpcClient evm, ulong time)
    {
        Contracts = contracts;
        _node = node;
        _rpc = new JsonRpcClient(node.Uri!);
        _evmRpc = evm;
        _ours = new ComputeSide(_rpc, contracts);
        _evm = new ComputeSide(evm, contracts);
        _time = time;
    }

    public OfficialCompute Contracts { get; }

    public static async Task<Comparison> StartAsync(NodePackages packages, HardhatNode hardhat, string name)
    {
        OfficialCompute contracts = await OfficialCompute.DeployAsync(packages, hardhat);
        ComputeSettings settings = new()
        {
            MinimumDeposit = new TokenAmount(contracts.MinimumDeposit), MinimumTransfer = new TokenAmount(contracts.MinimumTransfer),
        };
        (Address ledger, Address inference, Address fineTuning) = (contracts.Ledger, contracts.Inference, contracts.FineTuning);
        DevChainNode node = new(new DevChainNodeOptions
        {
            Name = name,
            Chain = new()
            {
                Contracts =
                [
                    journal => new LedgerSystemContract(journal, ledger, ComputeActors.Owner, settings),
                    journal => new InferenceSystemContract(journal, inference, ledger, ComputeActors.Owner, settings),
                    journal => new FineTuningSystemContract(journal, fineTuning, ledger, ComputeActors.Owner, settings),
                ],
            },
        });
        await node.StartAsync(TestContext.Current.CancellationToken);

        // Later than both chains are.
        ulong time = Math.Max(contracts.Time, (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) + 1000;
        return new Comparison(contracts, node, hardhat.Rpc, time);
    }

    /// <summary>Takes a step on both chains, which must say the same, and returns what they say.</summary>
    public async Task<string> TakeAsync(ComputeStep step, IReadOnlyList<ComputeView> views, string which)
    {
        _time += (ulong)step.Seconds;
        foreach ((Address to, byte[] data) in views.Select(view => (view.To, view.Data)).Append((step.To, step.Data)))
        {
            _called.Add((to, Hex.ToHex(data.AsSpan(0, Math.Min(data.Length, 4)))));
        }

        string expected = await _evm.TakeAsync(step, _time, views);
        string actual = await _ours.TakeAsync(step, _time, views);
        Assert.True(
            actual == expected,
            $"Step {which}, {step.Seconds} s later: {step.Name} from {step.From}\n{Differences(expected, actual)}");
        foreach (string line in expected.Split('\n').Where(line => line.Contains("reverted with 0x", StringComparison.Ordinal)))
        {
            string data = line[line.IndexOf("0x", StringComparison.Ordinal)..];
            _refusals.Add(data[..Math.Min(data.Length, 10)]);
        }

        return expected;
    }

    /// <summary>Whether any step or view was refused with this error.</summary>
    public bool WasRefusedWith(string signature) =>
        _refusals.Contains(Hex.ToHex(Hash256.Keccak(System.Text.Encoding.ASCII.GetBytes(signature)).Bytes[..4]));

    /// <summary>Whether any step or view called this function of a contract.</summary>
    public bool WasCalled(Address contract, AbiFunction function) => _called.Contains((contract, $"0x{function.Selector:x8}"));

    /// <summary>Whether the official contract of fine-tuning has a function.</summary>
    public async Task<bool> HasAsync(AbiFunction function)
    {
        // A minimal proxy names the contract behind it in the 20 bytes after the first ten.
        CancellationToken cancel = TestContext.Current.CancellationToken;
        JsonElement proxy = await _evmRpc.CallAsync("eth_getCode", [Contracts.FineTuning, "latest"], cancel);
        JsonElement code = await _evmRpc.CallAsync("eth_getCode", [$"0x{proxy.GetString()!.Substring(22, 40)}", "latest"], cancel);
        return code.GetString()!.Contains($"{function.Selector:x8}", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await _node.DisposeAsync();
    }

    private static string Differences(string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        IEnumerable<string> missing = left.Except(right).Select(line => $"  EVM:  {line}");
        return string.Join('\n', missing.Concat(right.Except(left).Select(line => $"  ours: {line}")));
    }
}
