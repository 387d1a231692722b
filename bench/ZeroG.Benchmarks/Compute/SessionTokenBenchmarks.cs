using BenchmarkDotNet.Attributes;
using ZeroG.Benchmarks.Processes;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;

namespace ZeroG.Benchmarks.Compute;

/// <summary>
/// Session tokens made and signed, by us and by the official SDK under Node.js in the same run, a hundred at a time so that the pipe to it
/// does not count. Checking one is what a provider does for each request. Needs the packages of <c>tests/interop</c>.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 3, iterationCount: 10)]
[HideColumns("Error", "RatioSD")]
public class SessionTokenBenchmarks : IDisposable
{
    private const int Tokens = 100;

    private static readonly Address Provider = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    private Wallet _wallet = null!;
    private ScriptPeer _peer = null!;
    private string _header = "";

    [GlobalSetup]
    public async Task SetUp()
    {
        _wallet = DevelopmentAccounts.Open(0);
        _peer = new ScriptPeer("session-token-bench.js", Tokens.ToString(System.Globalization.CultureInfo.InvariantCulture));
        SessionToken theirs = SessionToken.Parse(OfficialSdk());
        SessionToken ours = Own();
        _header = "Bearer " + ours.ToSecret();
        bool isSame = theirs.IsSignedByUser() && ours.IsSignedByUser() && await Check()
            && (theirs.User, theirs.Provider, theirs.Id) == (ours.User, ours.Provider, ours.Id);
        if (!isSame)
        {
            throw new InvalidOperationException("The two ways do not give tokens for the same door.");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _peer.Dispose();
        _wallet.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Tokens)]
    public string OfficialSdk() => _peer.Run();

    [Benchmark(OperationsPerInvoke = Tokens)]
    public SessionToken Own()
    {
        SessionToken token = null!;
        for (int i = 0; i < Tokens; i++)
        {
            token = SessionToken.CreateEphemeral(_wallet, Provider, 0, DateTimeOffset.UtcNow);
        }

        return token;
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public async Task<bool> Check()
    {
        bool isValid = true;
        for (int i = 0; i < Tokens; i++)
        {
            isValid &= (await SessionTokenCheck.RunAsync(
                _header, Provider, DateTimeOffset.UtcNow, static (_, _) => ValueTask.FromResult<TokenRevocations?>(null))).IsValid;
        }

        return isValid;
    }
}
