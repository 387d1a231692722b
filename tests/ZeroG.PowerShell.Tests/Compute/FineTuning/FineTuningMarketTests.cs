using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute.FineTuning;

/// <summary>The cmdlets that ask the chain alone, on a network with one provider, which trains nothing.</summary>
public sealed class FineTuningMarketTests : IClassFixture<DevNetSession>
{
    private const string Nobody = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    private const string Example = """{"instruction":"Say it","input":"","output":"It"}""";
    private const string Task = "6b607314-88b0-4fef-91e7-43227a54de57";

    private readonly DevNetSession _devNet;

    public FineTuningMarketTests(DevNetSession devNet) => _devNet = devNet;

    [Fact]
    public void Models_OfTheNetwork_AreTheBuiltInOneAndTheProvidersOwn()
    {
        RunResult result = _devNet.Session.Run("Get-ZgFineTuningModel");

        result.AssertNoErrors();
        Assert.Equal(
            [("mock-model", true), ("zerog-stand-in", false)],
            result.Output.Select(model => ((string)model.Properties["Name"].Value, (bool)model.Properties["IsBuiltIn"].Value)));
        Assert.All(result.Output, model => Assert.Equal("0.0000005 0G", model.Properties["PricePerToken"].Value.ToString()));
        PSObject own = Assert.Single(_devNet.Session.Run(
            $"Get-ZgFineTuningModel zero* -Provider {result.Output[0].Properties["Provider"].Value}").Output);
        Assert.Equal("zerog-stand-in", own.Properties["Name"].Value);
        Assert.Empty(_devNet.Session.Run("Get-ZgFineTuningModel Qwen*").Output);
    }

    [Fact]
    public void Cost_OfEachModel_IsTokensTimesPriceTimesEpochs()
    {
        Dataset("cost.jsonl", Enumerable.Repeat(Example, 10));

        RunResult result = _devNet.Session.Run("Get-ZgFineTuningModel mock* | Measure-ZgFineTuningCost -Dataset cost.jsonl -Epochs 3");

        result.AssertNoErrors();
        PSObject cost = Assert.Single(result.Output);
        Assert.Equal((10L, 20L, 3), (cost.Properties["Examples"].Value, cost.Properties["Tokens"].Value, cost.Properties["Epochs"].Value));
        Assert.Equal("0.00003 0G", cost.Properties["Total"].Value.ToString());
        Assert.Equal("0.00003 0G", cost.Properties["Missing"].Value.ToString());
        Assert.Equal(true, cost.Properties["IsEstimate"].Value);
    }

    [Theory]
    [InlineData("""{"learning_rate":2e-4}""", "learning_rate: use decimal notation (0.0002), allowed range 0.00001 to 0.001")]
    [InlineData("""{"seed":1}""", "seed: no such key")]
    public void Cost_ConfigThatWouldBeRefused_IsAnErrorThatNamesTheKey(string config, string text)
    {
        Dataset("config.jsonl", [Example]);
        File.WriteAllText(_devNet.Folder["config.json"], config);

        ErrorRecord error = Assert.Single(_devNet.Session.Run(
            "Get-ZgFineTuningModel mock* | Measure-ZgFineTuningCost -Dataset config.jsonl -TrainingConfig config.json").Errors);

        Assert.StartsWith("ZgTrainingConfigInvalid", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_DatasetWithAWrongLine_IsAnErrorThatNamesTheLine()
    {
        Dataset("wrong.jsonl", [Example, "no"]);

        ErrorRecord error = Assert.Single(_devNet.Session.Run(
            "Get-ZgFineTuningModel mock* | Measure-ZgFineTuningCost -Dataset wrong.jsonl -Epochs 1").Errors);

        Assert.StartsWith("ZgDatasetInvalid", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("Line 2: not valid JSON", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"Get-ZgFineTuningModel -Provider {Nobody}")]
    [InlineData($"Measure-ZgFineTuningCost {Nobody} mock-model none.jsonl -Epochs 3")]
    [InlineData(
        $"[pscustomobject]@{{ Provider = '{Nobody}'; Name = 'mock-model' }} | Measure-ZgFineTuningCost -Dataset none.jsonl -Epochs 3")]
    public void ProviderThatOffersNothing_IsAnErrorAboutIt(string command)
    {
        ErrorRecord error = Assert.Single(_devNet.Session.Run(command).Errors);

        Assert.StartsWith("ZgProviderUnknown", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(Nobody, error.TargetObject.ToString());
        Assert.StartsWith($"{Nobody} offers no fine-tuning service on", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unprotect_TaskThatNobodyDelivered_IsAnErrorAboutIt()
    {
        string path = _devNet.NewFile("model.bin");

        RunResult result = _devNet.Session.Run(
            $"[pscustomobject]@{{ Provider = '{Nobody}'; TaskId = '{Task}'; Path = 'model.bin' }} | Unprotect-ZgFineTunedModel");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ZgDeliverableUnknown", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(Task, error.TargetObject.ToString());
        Assert.True(File.Exists(path));
        Assert.False(Directory.Exists(_devNet.Folder["model"]));
    }

    [Fact]
    public void Unprotect_WhatIf_OrATargetThatExists_AsksNobody()
    {
        _devNet.NewFile("there.bin");
        Directory.CreateDirectory(_devNet.Folder["there"]);
        _devNet.NewFile("there/mine");
        string command = $"Unprotect-ZgFineTunedModel there.bin -Provider {Nobody} -TaskId {Task}";

        _devNet.Session.Run(command + " -WhatIf").AssertNoErrors();
        ErrorRecord error = Assert.Single(_devNet.Session.Run(command).Errors);

        Assert.StartsWith("ZgTargetExists", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(_devNet.Folder["there"], error.TargetObject);
    }

    private void Dataset(string name, IEnumerable<string> lines) => File.WriteAllLines(_devNet.Folder[name], lines);
}
