using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute.FineTuning;

/// <summary>The cmdlets that ask the chain, about the provider that a development network has and about somebody who is none.</summary>
public sealed class FineTuningMarketTests : IClassFixture<DevNetSession>
{
    private const string Nobody = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    private const string Task = "6b607314-88b0-4fef-91e7-43227a54de57";

    private readonly DevNetSession _devNet;

    public FineTuningMarketTests(DevNetSession devNet) => _devNet = devNet;

    [Fact]
    public void Models_AreThoseOfTheNetworkAtItsProvider()
    {
        RunResult result = _devNet.Session.Run("Get-ZgFineTuningModel");

        result.AssertNoErrors();
        PSObject model = Assert.Single(result.Output, model => model.Properties["Name"].Value is "mock-model");
        Assert.Equal(true, model.Properties["IsBuiltIn"].Value);
        Assert.NotNull(model.Properties["Provider"].Value);
        Assert.Empty(_devNet.Session.Run("Get-ZgFineTuningModel Qwen*").Output);
    }

    [Theory]
    [InlineData($"Get-ZgFineTuningModel -Provider {Nobody}")]
    [InlineData($"Measure-ZgFineTuningCost {Nobody} mock-model none.jsonl -Epochs 3")]
    [InlineData($"[pscustomobject]@{{ Provider = '{Nobody}'; Name = 'mock-model' }} | Measure-ZgFineTuningCost -Dataset none.jsonl -Epochs 3")]
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
}
