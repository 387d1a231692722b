using ZeroG.PowerShell.Tests.Compute;
using ZeroG.PowerShell.Tests.Pester;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The runbook for a compute account, as an operator runs it.</summary>
public sealed class ComputeWatchTests : IDisposable
{
    private readonly ComputeSession _compute = new("watch");

    public void Dispose() => _compute.Dispose();

    [Fact]
    public void Runbook_WellAndIll_NamesWhatIsBroken()
    {
        _compute.Approve(_compute.Provider);
        _compute.Session.Run($"""
            Connect-ZgNetwork watch -Wallet dev2
            $null = Add-ZgDeposit 10
            $null = Move-ZgFund {_compute.Provider} 5 -Service Inference
            """).AssertNoErrors();
        Assert.Empty(FailuresFor(2));

        _compute.Session.Run($"""
            Connect-ZgNetwork watch -Wallet dev3
            $null = Add-ZgDeposit 5.2
            $null = Move-ZgFund {_compute.Provider} 2 -Service FineTuning
            $null = Request-ZgRefund {_compute.Provider} -Service FineTuning
            """).AssertNoErrors();
        _compute.Wait(TimeSpan.FromHours(20));
        _compute.Session.Run($"""
            $null = Move-ZgFund {_compute.Provider} 2 -Service Inference
            $null = Request-ZgRefund {_compute.Provider} -Service Inference
            $null = Move-ZgFund {_compute.OtherProvider} 0.5 -Service Inference
            """).AssertNoErrors();
        _compute.Wait(TimeSpan.FromHours(4));

        string[] failures = FailuresFor(3);
        Assert.Equal(5, failures.Length);
        AssertNamed($"inference {_compute.OtherProvider}: 0.5 0G free", failures);
        AssertNamed($"2 0G from fine-tuning {_compute.Provider}, unlocked", failures);
        AssertNamed($"2 0G from inference {_compute.Provider}, ", failures);
        AssertNamed($"{_compute.OtherProvider} (", failures);

        // A provider that has left, with money that lies there still.
        _compute.Leave(_compute.OtherProvider);
        AssertNamed($"{_compute.OtherProvider} offers no inference service", FailuresFor(3));
        Environment.SetEnvironmentVariable("COMPUTE_IGNORE", $"0x01, {_compute.OtherProvider}");
        Assert.Equal(3, FailuresFor(3).Length);
    }

    private static void AssertNamed(string what, string[] failures) =>
        Assert.Contains(failures, failure => failure.Contains(what, StringComparison.Ordinal));

    private string[] FailuresFor(int wallet)
    {
        Environment.SetEnvironmentVariable("COMPUTE_NETWORK", "watch");
        Environment.SetEnvironmentVariable("COMPUTE_ADDRESS", _compute.Address(wallet));
        PesterFile runbook = PesterFile.Read(Path.Combine(Repository.Root, "examples", "compute-watch.Tests.ps1"));
        runbook.Run();
        PesterNode[] tests = [.. runbook.Root.Tests];
        Assert.Equal(9, tests.Length);
        Assert.All(tests, test => Assert.True(test.Passed || test.Failure is not null, $"{test.Path} did not run."));
        return [.. tests.Select(test => test.Failure).OfType<string>()];
    }
}
