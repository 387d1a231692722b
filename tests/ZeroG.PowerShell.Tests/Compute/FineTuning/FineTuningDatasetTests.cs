using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Compute.FineTuning;

/// <summary>Test-ZgFineTuningDataset, which needs no network.</summary>
public sealed class FineTuningDatasetTests : IDisposable
{
    private const string Example = """{"instruction":"Say it","input":"","output":"It"}""";

    private readonly ModuleSession _session = new();
    private readonly TempFolder _folder = new();

    public FineTuningDatasetTests() => _session.SetLocation(_folder.Path);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void BadLineFarDown_IsAResultWithItsNumber()
    {
        string[] lines = [.. Enumerable.Repeat(Example, 10_000)];
        lines[7311] = Example[..^1];
        File.WriteAllLines(_folder["train.jsonl"], lines);

        RunResult result = _session.Run("Test-ZgFineTuningDataset train.jsonl");

        result.AssertNoErrors();
        Assert.Equal(
            [("Name", true), ("Line 7312", false), ("Lines", false)],
            result.Output.Select(check => ((string)check.Properties["Name"].Value, (bool)check.Properties["Passed"].Value)));
        Assert.StartsWith("Line 7312: not valid JSON", Detail(result.Output[1]), StringComparison.Ordinal);
        Assert.Equal("1 of 10000 lines are wrong, the first is line 7312.", Detail(result.Output[2]));
        Assert.Equal(_folder["train.jsonl"], result.Output[1].Properties["Target"].Value);
        Assert.False((bool)Assert.Single(_session.Run("Test-ZgFineTuningDataset train.jsonl -Quiet").Output).BaseObject);
    }

    [Fact]
    public void GoodDataset_PassesAndSaysWhatItHolds()
    {
        File.WriteAllLines(_folder["train.jsonl"], Enumerable.Repeat(Example, 10));

        RunResult result = _session.Run("Test-ZgFineTuningDataset train.jsonl");

        result.AssertNoErrors();
        Assert.Empty(result.Warnings);
        Assert.Equal(
            "10 examples of instruction, input and output, about 20 tokens by a quarter of their characters.", Detail(result.Output[1]));
        Assert.True((bool)Assert.Single(_session.Run("Test-ZgFineTuningDataset train.jsonl -Quiet").Output).BaseObject);
    }

    [Fact]
    public void FewExamples_AreAWarning()
    {
        File.WriteAllText(_folder["few.jsonl"], Example);

        RunResult result = _session.Run("Test-ZgFineTuningDataset few.jsonl -Quiet:$false");

        Assert.Equal("few.jsonl: 1 examples are few: at least 10 are advised.", Assert.Single(result.Warnings));
        Assert.All(result.Output, check => Assert.True((bool)check.Properties["Passed"].Value));
    }

    [Fact]
    public void EmptyFileAndOtherName_AreResultsAndNoErrors()
    {
        File.WriteAllText(_folder["empty.jsonl"], "");
        File.WriteAllText(_folder["train.txt"], Example);

        RunResult empty = _session.Run("Test-ZgFineTuningDataset empty.jsonl");
        RunResult other = _session.Run("Test-ZgFineTuningDataset train.txt");

        empty.AssertNoErrors();
        Assert.StartsWith("The dataset is empty.", Detail(empty.Output[1]), StringComparison.Ordinal);
        Assert.False((bool)empty.Output[1].Properties["Passed"].Value);
        other.AssertNoErrors();
        Assert.Equal("train.txt: providers take .jsonl and .json.", Detail(other.Output[0]));
        Assert.False((bool)Assert.Single(_session.Run("Test-ZgFineTuningDataset train.txt -Quiet").Output).BaseObject);
    }

    [Fact]
    public void SeveralFilesOneMissing_ReportsItAndGoesOn()
    {
        File.WriteAllText(_folder["a.jsonl"], Example);

        RunResult result = _session.Run("'none.jsonl', 'a.jsonl' | Test-ZgFineTuningDataset -Quiet");

        Assert.Equal("ZgFileNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.True((bool)Assert.Single(result.Output).BaseObject);
    }

    [Fact]
    public void LinesOfThePipeline_AreOneDataset()
    {
        RunResult result = _session.Run($"'{Example}', 'no', '{Example}' | Test-ZgFineTuningDataset -Name made.jsonl");

        result.AssertNoErrors();
        Assert.Equal("Line 2", result.Output[1].Properties["Name"].Value);
    }

    private static string Detail(PSObject check) => (string)check.Properties["Detail"].Value;
}
