using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Nodes;

/// <summary>Start-ZgComputeProvider, and the provider of Start-ZgDevNet, on one development network.</summary>
public sealed class ComputeProviderCmdletTests(MarketSession market) : IClassFixture<MarketSession>
{
    private static readonly HttpClient Http = new();

    private ModuleSession Session => market.Session;

    [Fact]
    public async Task DevNet_HasAProviderThatServesTheEcho()
    {
        RunResult result = Session.Run("(Get-ZgNode market).ComputeProviders[0]");

        result.AssertNoErrors();
        Assert.Contains("\"id\":\"zerog-echo\"", await GetAsync(result.Output[0], "v1/models"), StringComparison.Ordinal);
        Assert.Contains("\"mode\":\"development\"", await GetAsync(result.Output[0], "v1/quote"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnTheSessionsNetwork_RegistersAndCanBeStopped()
    {
        RunResult result = Session.Run(
            "Start-ZgComputeProvider cmdlet-provider -Wallet dev5 -DataPath ./provider -ServiceType text-to-image -OutputPrice '0.5' "
            + "-FineTuning");

        result.AssertNoErrors();
        PSObject node = result.Output[0];
        Assert.Equal("ComputeProvider", node.Properties["Kind"].Value.ToString());
        Assert.Equal("0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc", node.Properties["Provider"].Value.ToString());
        Assert.Contains("\"image\":\"500000000000000000\"", await GetAsync(node, "v1/models"), StringComparison.Ordinal);
        Assert.Equal(true, node.Properties["HasFineTuning"].Value);
        Assert.Contains("stand-in", await GetAsync(node, "v1/model"), StringComparison.OrdinalIgnoreCase);
        Assert.True(Directory.Exists(market.Folder["provider/fees"]));
        Session.Run("Stop-ZgNode cmdlet-provider").AssertNoErrors();
    }

    [Fact]
    public async Task Start_FineTuning_IsOfferedApprovedAndSaysThatNothingIsTrained()
    {
        RunResult result = Session.Run("""
            $tuner = Start-ZgComputeProvider tuner -Wallet dev8 -FineTuning -TrainingPrice '800 gwei'
            $tuner
            $offer = Get-ZgProvider $tuner.Provider -Service FineTuning
            $offer.InputPrice
            $offer.IsApproved
            """);

        result.AssertNoErrors();
        Assert.Equal(true, result.Output[0].Properties["HasFineTuning"].Value);
        Assert.Equal(["0.0000008 0G", "True"], result.Output.Skip(1).Select(item => item.ToString()));
        Assert.Contains("This provider trains nothing", await GetAsync(result.Output[0], "v1/model"), StringComparison.Ordinal);
        Session.Run("Stop-ZgNode tuner").AssertNoErrors();
    }

    [Theory]
    [InlineData("-InputPrice -1")]
    [InlineData("-OutputPrice '-1 neuron'")]
    [InlineData("-FineTuning -TrainingPrice -0.1")]
    public void Start_PriceBelowZero_IsRefused(string arguments)
    {
        ErrorRecord refusal = Session.Run($"Start-ZgComputeProvider cheap -Wallet dev9 {arguments}").SingleError("ZgAmountInvalid");

        Assert.EndsWith("is no price. Give zero or more.", refusal.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_NodesOfSeveralKinds_AreOneTable()
    {
        RunResult result = Session.Run("""
            $null = Start-ZgInferenceProxy table-proxy -Endpoint @{ Uri = 'http://127.0.0.1:9/v1' }
            (Get-ZgNode market, table-proxy | Format-Table).formatEntryInfo | ForEach-Object {
                $_.formatPropertyFieldList[1].propertyValue
            }

            Stop-ZgNode table-proxy
            """);

        result.AssertNoErrors();
        Assert.Equal(["DevNet", "InferenceProxy"], result.Output.Select(kind => kind.ToString()));
    }

    [Fact]
    public void Test_TheNetworksOwnProvider_IsNamedADevelopmentOne()
    {
        RunResult result = Session.Run("""
            $own = (Get-ZgNode market).ComputeProviders[0].Provider
            Test-ZgProvider $own -Service Inference
            """);

        result.AssertNoErrors();
        Dictionary<string, PSObject> checks = result.Output.ToDictionary(check => (string)check.Properties["Name"].Value);
        Assert.Equal("Failed", $"{checks["Production"].Properties["Outcome"].Value}");
        Assert.StartsWith("Development report", (string)checks["Production"].Properties["Detail"].Value, StringComparison.Ordinal);
        foreach (string name in new[] { "Approved", "Signer", "QuoteSignature", "ComposeHash", "EventDigests" })
        {
            Assert.True(checks[name].Properties["Passed"].Value is true, $"{checks[name].Properties["Detail"].Value}");
        }

        Assert.False((bool)Session.Run("Test-ZgProvider $own -Quiet").Single());
        RunResult live = Session.Run("Get-ZgProvider $own -Service Inference -Live");
        Assert.Equal(true, Assert.Single(live.Output).Properties["IsAnswering"].Value);
    }

    [Fact]
    public void Start_KeyOfTheBackend_ShowsNowhere()
    {
        RunResult result = Session.Run("""
            $key = ConvertTo-SecureString -AsPlainText -Force 'sk-hidden'
            $provider = Start-ZgComputeProvider keyed -Wallet dev6 -Backend http://127.0.0.1:9/v1 -BackendKey $key -Model m -Verbose
            $provider | ConvertTo-Json -Depth 3 -WarningAction Ignore
            (Get-ZgNodeLog keyed).Message
            Stop-ZgNode keyed
            """);

        result.AssertNoErrors();
        Assert.DoesNotContain(result.Output, item => item.ToString()!.Contains("sk-hidden", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Verbose, line => line.Contains("sk-hidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Start-ZgComputeProvider p1 -Wallet dev7 -Backend http://127.0.0.1:9/v1", "ZgModelNeeded")]
    [InlineData("Start-ZgComputeProvider p2 -Wallet nobody", "ZgWalletNotFound")]
    [InlineData("Start-ZgComputeProvider p3 -Wallet dev7 -Detached -Backend http://127.0.0.1:9/v1", "ZgModelNeeded")]
    [InlineData("Start-ZgDevNet p5 -LockTime '00:30'", "ZgLockTimeInvalid")]
    [InlineData("Start-ZgComputeProvider p4 -Wallet dev7 -BackendKey env:ZEROG_NO_SUCH_KEY", "ZgSecretNotFound")]
    [InlineData("Start-ZgComputeProvider market -Wallet dev7", "ZgNodeExists")]
    public void Start_CannotBeMeant_IsRefused(string script, string errorId)
    {
        Session.Run(script).SingleError(errorId);

        Assert.Empty(Session.Run("Get-ZgNode p[1-5] -State Running").Output);
    }

    [Fact]
    public void Start_WhatIf_SaysWhatWouldBeRegistered()
    {
        RunResult result = Session.Run("Start-ZgComputeProvider never -Wallet dev7 -WhatIf; Get-ZgNode neve*");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
    }

    private static Task<string> GetAsync(PSObject node, string path) =>
        Http.GetStringAsync(new Uri($"{node.Properties["Uri"].Value}{path}"));
}
