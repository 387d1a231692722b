using ZeroG.PowerShell.Tests.Compute;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The script that asks a list, as a scheduler runs it.</summary>
public sealed class BatchInferenceTests : IClassFixture<InferenceSession>
{
    private readonly InferenceSession _inference;

    public BatchInferenceTests(InferenceSession inference)
    {
        _inference = inference;
        inference.Session.Run("""
            $network = Get-ZgNetwork -Current
            $null = $network | Register-ZgNetwork batch -RpcUri $network.RpcUri -Force
            """).AssertNoErrors();
    }

    [Fact]
    public async Task BatchInference_BudgetSpentAndTheScriptRunAgain_AsksWhatIsLeft()
    {
        string[] lines = [.. Enumerable.Range(1, 6).Select(line => $"Q{line},\"question, {line}\"")];
        File.WriteAllText(_inference.Folder["list.csv"], "Id,Prompt\n" + string.Join('\n', lines) + "\n");

        // A question sets 0.0001796 0G aside, of which little is spent: the budget covers one.
        ShellProcess first = await RunAsync("0.00018");
        ShellProcess second = await RunAsync("1");

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("-MaxCost", first.Error, StringComparison.Ordinal);
        Assert.EndsWith("Left: 5.", first.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(second.Error);
        Assert.Equal(0, second.ExitCode);
        Assert.EndsWith("Left: 0.", second.Output.TrimEnd(), StringComparison.Ordinal);
        string[] answers = File.ReadAllLines(_inference.Folder["list.answers.csv"]);
        Assert.Equal(7, answers.Length);
        Assert.Equal(["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"], answers.Skip(1).Select(line => line[1..3]).Order());
        Assert.All(answers.Skip(1), line => Assert.EndsWith("\"True\"", line, StringComparison.Ordinal));
    }

    private Task<ShellProcess> RunAsync(string maxCost) => ShellProcess.RunAsync(
        null, "-NonInteractive", "-File", Path.Combine(Repository.Root, "examples/batch-inference.ps1"),
        "-Path", _inference.Folder["list.csv"], "-MaxCost", maxCost, "-Network", "batch", "-Wallet", "dev1");
}
