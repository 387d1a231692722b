using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute.FineTuning;

/// <summary>What the fine-tuning cmdlets take, and what they say of what they do not, before any provider is asked.</summary>
public sealed class FineTuningBindingTests : IDisposable
{
    private const string Nobody = "0x000000000000000000000000000000000000dEaD";
    private const string Id = "6b607314-88b0-4fef-91e7-43227a54de57";

    private readonly UserHome _home = new();
    private readonly ModuleSession _session = new();

    public FineTuningBindingTests() => _session.Run("Start-ZgDevNet -Name binding").AssertNoErrors();

    public void Dispose()
    {
        _session.Run("Stop-ZgNode binding").AssertNoErrors();
        _session.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData($"Get-ZgFineTuningTask {Nobody}")]
    [InlineData($"Get-ZgFineTuningTask {Nobody} {Id}")]
    [InlineData($"Get-ZgFineTuningTask {Nobody} -Latest")]
    [InlineData($"Wait-ZgFineTuningTask {Nobody} {Id}")]
    [InlineData($"Get-ZgFineTuningLog {Nobody}")]
    [InlineData($"Stop-ZgFineTuningTask {Nobody} {Id}")]
    [InlineData($"Receive-ZgFineTunedModel {Nobody} {Id}")]
    [InlineData($"New-ZgFineTuningTask {Nobody} mock-model ./no.jsonl ./no.json")]
    [InlineData($"Publish-ZgAdapter {Nobody} {Id} -Model mock-model")]
    public void Provider_WithoutService_IsNamed(string command)
    {
        ErrorRecord error = _session.Run(command).SingleError("ZgProviderUnknown");
        Assert.StartsWith($"{Nobody} offers no ", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"Get-ZgFineTuningTask 0x12")]
    [InlineData($"Wait-ZgFineTuningTask 0x12 {Id}")]
    [InlineData($"Publish-ZgAdapter 0x12 {Id} -Model mock-model")]
    public void Provider_NoAddress_SaysSo(string command) => _session.Run(command).SingleError("ZgAddressInvalid");

    [Fact]
    public void Adapter_NoTask_SaysSo() =>
        _session.Run($"Publish-ZgAdapter {Nobody} seven -Model mock-model").SingleError("ZgTaskIdInvalid");

    [Fact]
    public void WithoutNetwork_SaysHowToConnect() =>
        _session.Run($"Disconnect-ZgNetwork; Get-ZgFineTuningTask {Nobody}").SingleError("ZgNotConnected");
}
