using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute.Providers;

/// <summary>Get-, Confirm-, Revoke- and Test-ZgProvider on a development network.</summary>
public sealed class ProviderCmdletTests(ProviderSession shared) : IClassFixture<ProviderSession>
{
    private const string Provider = ProviderSession.Provider;
    private const string Unapproved = ProviderSession.Unapproved;
    private const string Trainer = ProviderSession.Trainer;
    private const string Nobody = ProviderSession.Nobody;

    private ModuleSession Session => shared.Session;

    [Fact]
    public void Get_AllProviders_HidesThoseThatCannotBePaid()
    {
        RunResult result = Session.Run(shared.Ours("Get-ZgProvider -Verbose"));

        result.AssertNoErrors();
        Assert.Equal([Provider, Trainer], Property(result, "Provider"));
        Assert.Equal(["Inference", "FineTuning"], Property(result, "Service"));
        Assert.Equal(["0.04 0G / 0.16 0G per 1M tokens", "0.5 0G per 1M tokens"], Property(result, "Price"));
        Assert.Equal(["llama-test", "mock-model"], Property(result, "Model"));
        Assert.Contains(result.Verbose, line => line.Contains("-IncludeUnapproved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-ZgProvider -IncludeUnapproved -Service Inference", 2)]
    [InlineData("Get-ZgProvider -Model LLAMA*", 1)]
    [InlineData("Get-ZgProvider -Model nothing*", 0)]
    [InlineData("Get-ZgProvider -Type chat*, fine-tuning", 2)]
    [InlineData("Get-ZgProvider -Service FineTuning", 1)]
    public void Get_WithFilters_ListsWhatFits(string script, int count)
    {
        RunResult result = Session.Run(shared.Ours(script));

        result.AssertNoErrors();
        Assert.Equal(count, result.Output.Count);
    }

    [Fact]
    public void Get_OneProvider_ShowsItAlsoWhenItIsNotApproved()
    {
        RunResult result = Session.Run($"'{Unapproved}' | Get-ZgProvider");

        Assert.Equal(["False"], Property(result, "IsApproved"));
    }

    [Fact]
    public void Get_Live_AsksProvidersThemselves()
    {
        shared.Site.Serve("/v1/models", """{"object":"list","data":[{"id":"other-test","pricing":{"prompt":"7"}}]}""");

        RunResult result = Session.Run(
            $"{shared.Ours("Get-ZgProvider -Live -Model other-test")}; {shared.Ours("Get-ZgProvider -Live -Model mock-model")}");

        result.AssertNoErrors();
        Assert.Equal([Provider, Trainer], Property(result, "Provider"));
        Assert.Equal(["True", ""], Property(result, "IsAnswering"));
        Assert.Equal("7 neuron", $"{Session.Run($"(Get-ZgProvider {Provider} -Live).Served.PromptPrice.ToShortString()").Single()}");
    }

    [Fact]
    public void Get_UnknownProviderAndNoAddress_AreErrorsOfTheirOwn()
    {
        RunResult result = Session.Run($"Get-ZgProvider {Nobody}, 0x12, {Provider}");

        Assert.Equal(["ZgProviderUnknown", "ZgAddressInvalid"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(
            $"{Nobody} offers no inference service on providers. Check the address and the network.",
            result.Errors[0].Exception.Message);
        Assert.Equal([Provider], Property(result, "Provider"));
    }

    [Fact]
    public void Get_ShownBefore_IsOfferedByTheTabKey()
    {
        Session.Run("$null = Get-ZgProvider").AssertNoErrors();

        Assert.Contains(Session.Complete("Test-ZgProvider "), match => match.CompletionText == Provider);
        Assert.Contains(Session.Complete("Get-ZgProvider -Model ll"), match => match.CompletionText == "llama-test");
        Assert.Contains(Session.Complete("Measure-ZgFineTuningCost -Model "), match => match.CompletionText == "mock-model");
        Assert.DoesNotContain(Session.Complete("Measure-ZgFineTuningCost -Model "), match => match.CompletionText == "llama-test");
        Assert.DoesNotContain(Session.Complete("Invoke-ZgInference -Model "), match => match.CompletionText == "mock-model");
        Assert.Contains(Session.Complete("Get-ZgProvider -Type sp"), match => match.CompletionText == "speech-to-text");
    }

    [Fact]
    public void Views_OfProvidersAndChecks_ShowWhatCounts()
    {
        Assert.Equal(
            ["0x90F79b…93b906", "chatbot", "llama-test", "0.04 / 0.16 0G per 1M tokens", "Unknown", "True"],
            shared.Cells(shared.Ours("Get-ZgProvider -Service Inference") + " | Format-Table")[..6]);
        string[] checks = shared.Cells($"Test-ZgProvider {Provider} | Format-Table");
        Assert.Equal(["Approved", "Broker", "Passed"], checks[..3]);
        Assert.Contains(Provider, shared.Cells($"Get-ZgProvider {Provider} | Format-List"));
    }

    [Fact]
    public void Test_AReportThatHoldsTogether_IsSoundButNotVerified()
    {
        RunResult result = Session.Run($"Test-ZgProvider {Provider}");

        result.AssertNoErrors();
        Dictionary<string, string> outcomes = result.Output.ToDictionary(
            check => (string)check.Properties["Name"].Value, check => $"{check.Properties["Outcome"].Value}");
        Assert.DoesNotContain("Failed", outcomes.Values);
        Assert.Equal("Passed", outcomes["Signer"]);
        Assert.Equal("Passed", outcomes["EventLog"]);
        Assert.Equal("NotCheckable", outcomes["IntelSignature"]);
        Assert.Contains(result.Output, check => check.Properties["Passed"].Value is false);
        Assert.True((bool)Session.Run($"Test-ZgProvider {Provider} -Quiet -Service Inference").Single());
    }

    [Fact]
    public void Test_FromThePipeline_TestsEachAndSavesItsReports()
    {
        RunResult result = Session.Run(shared.Ours("Get-ZgProvider") + " | Test-ZgProvider -Quiet -Destination reports");

        result.AssertNoErrors();
        Assert.Equal([true, true], result.Output.Select(answer => answer.BaseObject));
        Assert.True(File.Exists(shared.Folder[$"reports/{Provider}/attestation_report.json"]));
        Assert.True(File.Exists(shared.Folder[$"reports/{Trainer}/fine_tuning_attestation_report.json"]));
        Session.Run($"Test-ZgProvider {Provider} -Quiet -Destination reports").SingleError("ZgTargetExists");
        Assert.True((bool)Session.Run($"Test-ZgProvider {Provider} -Quiet -Destination reports -Force").Single());
    }

    [Fact]
    public void Test_AProviderNotApproved_Fails()
    {
        Assert.False((bool)Session.Run($"Test-ZgProvider {Unapproved} -Quiet").Single());
        RunResult result = Session.Run($"Test-ZgProvider {Unapproved} | Where-Object Outcome -EQ Failed");

        Assert.Equal(["Approved"], Property(result, "Name"));
    }

    [Fact]
    public void Test_AProviderThatIsUnknown_IsAnError() =>
        Session.Run($"Test-ZgProvider {Trainer} -Service Inference").SingleError("ZgProviderUnknown");

    [Fact]
    public void Confirm_WithoutASubAccount_OpensOneOnlyWhenAskedTo()
    {
        ErrorRecord refusal = Session.Run($"Confirm-ZgProvider {Trainer} -Service FineTuning").SingleError("ZgSubAccountMissing");
        Assert.Equal($"No sub-account with {Trainer} for fine-tuning. Transfer funds to it first.", refusal.Exception.Message);

        Session.Run($"Confirm-ZgProvider {Trainer} -Service FineTuning -Amount 1.5 -WhatIf").AssertNoErrors();
        Session.Run($"Confirm-ZgProvider {Trainer} -Service FineTuning -Amount 1.5 -MaxFee '1 neuron'").SingleError("ZgFeeAboveLimit");
        Session.Run($"Confirm-ZgProvider {Trainer} -Service FineTuning").SingleError("ZgSubAccountMissing");

        RunResult opened = Session.Run($"Get-ZgProvider {Trainer} | Confirm-ZgProvider -Amount 1.5 -PassThru");
        Assert.Equal(["1.5 0G"], Property(opened, "Balance"));
        Assert.Equal(["True"], Property(opened, "IsAcknowledged"));

        // There is one now, which gets nothing.
        RunResult again = Session.Run($"Confirm-ZgProvider {Trainer} -Service FineTuning -Amount 1.5 -PassThru -Verbose");
        Assert.Equal(["1.5 0G"], Property(again, "Balance"));
        Assert.Contains(again.Verbose, line => line.Contains("acknowledged for fine-tuning already", StringComparison.Ordinal));

        ErrorRecord money = Session.Run($"Revoke-ZgProvider {Trainer} -Service FineTuning").SingleError("ZgProviderHoldsMoney");
        Assert.Equal("Retrieve the 1.5 0G from this provider before revoking trust.", money.Exception.Message);
    }

    [Fact]
    public void Confirm_TooLittleForASubAccount_SaysHowMuchItTakes()
    {
        ErrorRecord refusal = Session.Run($"Confirm-ZgProvider {Unapproved} -Service Inference -Amount 0.001")
            .SingleError("ZgTransferTooSmall");

        Assert.Contains($"A new sub-account with {Unapproved} needs at least", refusal.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Confirm_AProviderNotApproved_Warns()
    {
        RunResult result = Session.Run($"Confirm-ZgProvider {Unapproved} -Service Inference -Amount 1 -WhatIf");

        result.AssertNoErrors();
        Assert.Contains("has not approved the signer", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Revoke_WithoutASubAccount_SaysSo() =>
        Session.Run($"Revoke-ZgProvider {Unapproved} -Service Inference").SingleError("ZgSubAccountMissing");

    [Fact]
    public void Service_WhereMoneyMoves_IsMandatory()
    {
        foreach (string name in new[] { "Confirm-ZgProvider", "Revoke-ZgProvider" })
        {
            Assert.Contains("Service", Session.Run($"{name} {Provider}").Errors[0].Exception.Message, StringComparison.Ordinal);
        }
    }

    private static string[] Property(RunResult result, string name) =>
        [.. result.Output.Select(output => $"{output.Properties[name].Value}")];
}
