using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Nodes;

/// <summary>Start-ZgInferenceProxy.</summary>
public sealed class StartZgInferenceProxyTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    private ModuleSession Session => devNet.Session;

    [Theory]
    [InlineData("Start-ZgInferenceProxy proxy-bad", "ZgProxyUpstreamMissing")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Endpoint @{ Uri = 'ftp://a' }", "ZgProxyEndpointInvalid")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Endpoint @{ Model = 'm' }", "ZgProxyEndpointInvalid")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Endpoint @{ Uri = 'http://a'; Modell = 'm' }", "ZgProxyEndpointInvalid")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Endpoint @{ Uri = 'http://a'; Priority = 'high' }", "ZgProxyEndpointInvalid")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Endpoint @{ Uri = 'http://a' }, @{ Uri = 'http://a/v1' }", "ZgProxyUpstreamTwice")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Provider 0x12", "ZgAddressInvalid")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Provider 0x00000000000000000000000000000000000000aa", "ZgProviderUnknown")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Provider 0x00000000000000000000000000000000000000aa -Detached", "ZgWalletNeeded")]
    [InlineData("Start-ZgInferenceProxy proxy-bad -Endpoint @{ Uri = 'http://a'; Key = 'env:ZEROG_NO_SUCH_KEY' }", "ZgSecretNotFound")]
    public void Start_OfSomethingWrong_SaysSo(string script, string id) => Session.Run(script).SingleError(id);

    [Fact]
    public void Start_KeyInPlainText_IsRefusedWithoutShowingIt()
    {
        ErrorRecord error = Session.Run("Start-ZgInferenceProxy proxy-plain -Endpoint @{ Uri = 'http://a'; Key = 'sk-very-secret' }")
            .SingleError("ZgProxyEndpointInvalid");

        Assert.DoesNotContain("very-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAnEndpoint_ServesUntilStopped()
    {
        using SecureString key = new NetworkCredential("", "sk-hidden").SecurePassword;
        Session.Set("key", key);
        RunResult result = Session.Run("""
            $table = @{ Uri = 'http://127.0.0.1:9/v1'; Id = 'local'; Model = 'm'; Key = $key; Priority = '7' }
            $proxy = Start-ZgInferenceProxy proxy-one -Endpoint $table
            $proxy.Uri
            "$($proxy.Kind) $($proxy.HasAccessKey) $($proxy.Upstreams)"
            """);

        result.AssertNoErrors();
        Assert.Equal(("local", "m", 7), await StatusAsync(result.Output[0].ToString()));
        Assert.StartsWith("InferenceProxy False", result.Output[1].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-hidden", result.Output[1].ToString(), StringComparison.Ordinal);
        Session.Run("Stop-ZgNode proxy-one").AssertNoErrors();
    }

    [Fact]
    public async Task Start_OfTheNetworksProvider_AnswersForTheSessionsWallet()
    {
        RunResult result = Session.Run("""
            $provider = (Get-ZgNode tests).ComputeProviders[0].Provider
            Add-ZgDeposit 5 -Confirm:$false
            Move-ZgFund $provider 3 -Service Inference -Confirm:$false
            (Start-ZgInferenceProxy proxy-real -Provider $provider).Uri
            """);

        result.AssertNoErrors();
        using HttpClient http = new();
        using StringContent question = new("""{"messages":[{"role":"user","content":"hello"}]}""");
        using HttpResponseMessage answer = await http.PostAsync($"{result.Output[^1]}/chat/completions", question);
        Assert.Contains("hello", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Session.Run("Stop-ZgNode proxy-real; (Get-ZgBalance).Amount -gt [ZgAmount]'1'").AssertNoErrors();
    }

    [Fact]
    public void Start_WhatIf_StartsNothing()
    {
        RunResult result = Session.Run("Start-ZgInferenceProxy proxy-none -Endpoint @{ Uri = 'http://a' } -WhatIf; Get-ZgNode proxy-none*");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Start_Detached_TakesTablesAlongAndHidesTheirKeys()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(folder["start.ps1"], """
            param([string] $States, [string] $Owner)
            $env:ZEROG_NODE_OWNER = $Owner
            $key = ConvertTo-SecureString 'sk-hidden' -AsPlainText -Force
            $table = @{ Uri = 'http://127.0.0.1:9/v1'; Key = $key; Model = 'm''s'; Priority = 3 }
            $proxy = Start-ZgInferenceProxy proxy-away -Endpoint $table -Detached -StatePath $States
            "$($proxy.Uri)"
            $proxy.Parameters['Endpoint']
            """);
        ShellProcess run = await ShellProcess.RunAsync(null, "-File", folder["start.ps1"], folder["states"], $"{Environment.ProcessId}");

        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Empty(run.Error);
        Assert.Equal(("127.0.0.1:9", "m's", 3), await StatusAsync(lines[0]));
        Assert.Equal("Key=********; Model=m's; Priority=3; Uri=http://127.0.0.1:9/v1", lines[1]);
        Session.Run($"Stop-ZgNode proxy-away -StatePath '{folder["states"]}'").AssertNoErrors();
    }

    private static async Task<(string? Id, string? Model, int Priority)> StatusAsync(string uri)
    {
        using HttpClient http = new();
        using JsonDocument json = JsonDocument.Parse(await http.GetStringAsync($"{uri}/providers/status"));
        JsonElement only = json.RootElement.GetProperty("providers").EnumerateArray().Single();
        return (only.GetProperty("id").GetString(), only.GetProperty("model").GetString(), only.GetProperty("priority").GetInt32());
    }
}
