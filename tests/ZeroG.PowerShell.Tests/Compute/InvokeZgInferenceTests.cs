using System.Globalization;
using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute;

/// <summary>Questions from a shell to a provider that echoes: what is asked comes back.</summary>
public sealed class InvokeZgInferenceTests(InferenceSession inference) : IClassFixture<InferenceSession>
{
    [Fact]
    public void Question_OfTheCheapestProvider_IsAnsweredPricedAndVerified()
    {
        RunResult run = inference.Session.Run("Invoke-ZgInference 'one two three' -Verify");

        run.AssertNoErrors();
        PSObject answer = Assert.Single(run.Output);
        Assert.Equal("one two three", Text(answer, "Answer"));
        Assert.Equal(inference.Provider, Text(answer, "Provider"));
        Assert.Equal("True", Text(answer, "IsVerified"));
        Assert.Equal("verified", Text(answer, "Verification"));
        Assert.NotEqual("0 0G", Text(answer, "Fee"));
        Assert.Contains("tokens", Text(answer, "Summary"));
    }

    [Fact]
    public void Lines_ManyAtOnce_KeepTheirOrderAndSurviveABadOne()
    {
        RunResult run = inference.Session.Run($"""
            1..30 | ForEach-Object {'{'} if ($_ -eq 12) {'{'} '' {'}'} else {'{'} "line $_" {'}'} {'}'} |
                Invoke-ZgInference -Provider {inference.Provider} -ThrottleLimit 8 -MaxTokens 10
            """);

        run.SingleError("ZgPromptEmpty");
        Assert.Equal(
            Enumerable.Range(1, 30).Where(line => line != 12).Select(line => $"line {line}"),
            run.Output.Select(answer => Text(answer, "Answer")));
    }

    [Fact]
    public void Provider_AsAnyObjectThatHasOne_IsTaken()
    {
        RunResult run = inference.Session.Run($$"""
            $found = Get-ZgProvider {{inference.Provider}} -Service Inference
            $found | Export-Csv providers.csv
            foreach ($given in $found, (Import-Csv providers.csv), [pscustomobject]@{ Provider = $found.Provider }, $found.Provider) {
                (Invoke-ZgInference 'hi' -Provider $given).Answer
            }

            (Get-ZgProvider $found, $found).Count
            (New-ZgApiKey $found -WhatIf:$false).Provider.ToString()
            """);

        run.AssertNoErrors();
        Assert.Equal(["hi", "hi", "hi", "hi", "4", inference.Provider], run.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Stream_ShowsPiecesOnTheHost_AndEmitsOneObject()
    {
        RunResult run = inference.Session.Run("""
            Invoke-ZgInference 'one two three' -Stream -InformationVariable pieces 6> $null
            -join $pieces.MessageData
            """);

        run.AssertNoErrors();
        Assert.Equal("True", Text(run.Output[0], "WasStreamed"));
        Assert.Equal("one two three", Text(run.Output[0], "Answer"));
        Assert.Equal("one two three", run.Output[1].ToString());
    }

    [Fact]
    public void Conversation_SystemAndMessages_StandBeforeThePrompt()
    {
        RunResult run = inference.Session.Run("""
            $said = @{ role = 'user'; content = 'Hi' }, [pscustomobject]@{ Role = 'assistant'; Content = 'Yes?' }
            (Invoke-ZgInference 'Bye' -System 'Be brief.' -Messages $said).InputCount
            (Invoke-ZgInference 'Bye').InputCount
            (Invoke-ZgInference -Messages @{ role = 'user'; content = 'alone' }).Answer
            """);

        run.AssertNoErrors();
        Assert.True((long)run.Output[0].BaseObject > (long)run.Output[1].BaseObject);
        Assert.Equal("alone", run.Output[2].ToString());
    }

    [Theory]
    [InlineData("@{ role = 'tool'; content = 'x' }")]
    [InlineData("@{ content = 'x' }")]
    [InlineData("'text'")]
    public void Message_ThatIsNone_IsAnError(string message) =>
        inference.Session.Run($"Invoke-ZgInference 'x' -Messages ({message})").SingleError("ZgMessageInvalid");

    [Theory]
    [InlineData("Invoke-ZgInference")]
    [InlineData("Invoke-ZgInference -System 'Be brief.'")]
    [InlineData("Invoke-ZgInference '  '")]
    public void NothingToAsk_IsAnError(string command) => inference.Session.Run(command).SingleError("ZgPromptEmpty");

    [Fact]
    public void WhatIf_AsksNothing()
    {
        RunResult run = inference.Session.Run("'a', 'b' | Invoke-ZgInference -WhatIf");

        run.AssertNoErrors();
        Assert.Empty(run.Output);
    }

    [Fact]
    public void MaxCost_EndsTheAnswersWhereItIsSpent()
    {
        // A question sets some 0.00007 0G aside, of which little is spent.
        RunResult run = inference.Session.Run(
            "1..40 | ForEach-Object { \"line $_\" } | Invoke-ZgInference -MaxCost 0.00008 -MaxTokens 20 -ThrottleLimit 4");

        Assert.NotEmpty(run.Errors);
        Assert.NotEmpty(run.Output);
        Assert.All(run.Errors, error => Assert.StartsWith("ZgMaxCostReached,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(40, run.Output.Count + run.Errors.Count);
        decimal spent = run.Output.Sum(answer => decimal.Parse(Text(answer, "Fee").Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.InRange(spent, 0, 0.00008m);
    }

    [Fact]
    public void OutFile_GetsTheAnswer_FurtherLinesGetANumber()
    {
        RunResult run = inference.Session.Run("'one', 'two' | Invoke-ZgInference -OutFile answer.txt");

        run.AssertNoErrors();
        Assert.Equal(["one", "two"], ((string[])["answer.txt", "answer-2.txt"]).Select(name => File.ReadAllText(inference.Folder[name])));
        inference.Session.Run("Invoke-ZgInference 'three' -OutFile answer.txt").SingleError("ZgTargetExists");
        inference.Session.Run("Invoke-ZgInference 'three' -OutFile answer.txt -Force").AssertNoErrors();
        Assert.Equal("three", File.ReadAllText(inference.Folder["answer.txt"]));
    }

    [Fact]
    public void ObjectsOfACsvFile_BringPromptAndId_OthersAreNoQuestion()
    {
        File.WriteAllText(inference.Folder["questions.csv"], "Id,Prompt\nQ1,first\nQ2,second\n");
        RunResult run = inference.Session.Run("""
            Import-Csv questions.csv | Invoke-ZgInference | Export-Csv answers.csv
            Import-Csv answers.csv
            """);

        run.AssertNoErrors();
        Assert.Equal(["Q1 first", "Q2 second"], run.Output.Select(line => $"{Text(line, "Id")} {Text(line, "Answer")}"));
        RunResult wrong = inference.Session.Run("[pscustomobject]@{ Question = 'first' } | Invoke-ZgInference");
        Assert.Empty(wrong.Output);
        Assert.NotEmpty(wrong.Errors);
    }

    [Fact]
    public void AutoTopUp_OpensTheSubAccount_WithinItsCeiling()
    {
        const string Wallet = "dev2";
        inference.Session.Run($"$null = Add-ZgDeposit 6 -Wallet {Wallet} -Confirm:$false").AssertNoErrors();

        inference.Session.Run($"Invoke-ZgInference 'x' -Wallet {Wallet}").SingleError("ZgNoProvider");
        inference.Session.Run($"Invoke-ZgInference 'x' -Wallet {Wallet} -Provider {inference.Provider}").SingleError("ZgSubAccountMissing");
        inference.Session.Run($"Invoke-ZgInference 'x' -Wallet {Wallet} -AutoTopUp 1.5").SingleError("ZgTopUpCeiling");
        RunResult run = inference.Session.Run($"'x', 'y' | Invoke-ZgInference -Wallet {Wallet} -AutoTopUp 3");

        run.AssertNoErrors();
        Assert.Equal(["x", "y"], run.Output.Select(answer => Text(answer, "Answer")));
        Assert.Equal("2 0G", inference.Session.Run($"(Get-ZgAccount -Wallet {Wallet}).SubAccounts[0].Balance.ToString()").Single());
    }

    [Fact]
    public void SubAccountWithoutTheReserve_SaysWhatIsMissing()
    {
        const string Wallet = "dev3";
        inference.Session.Run($"""
            $null = Add-ZgDeposit 6 -Wallet {Wallet} -Confirm:$false
            $null = Move-ZgFund {inference.Provider} 0.5 -Service Inference -Wallet {Wallet} -Confirm:$false
            """).AssertNoErrors();

        ErrorRecord error = inference.Session.Run($"Invoke-ZgInference 'x' -Wallet {Wallet}").SingleError("ZgSubAccountTooLow");

        Assert.Equal(
            "Sub-account has 0.5 0G; the provider wants 1 0G reserve + 0 0G unsettled. "
            + "Transfer at least 0.5 0G with Move-ZgFund -Service Inference.", error.Exception.Message);
    }

    [Fact]
    public void UnknownProvider_EndsThePipeline()
    {
        RunResult run = inference.Session.Run("'a', 'b' | Invoke-ZgInference -Provider 0x1111111111111111111111111111111111111111");

        run.SingleError("ZgProviderUnknown");
        Assert.Empty(run.Output);
    }

    [Fact]
    public void SpeechToAChatModel_IsRefused()
    {
        File.WriteAllText(inference.Folder["memo.wav"], "");

        inference.Session.Run($"Invoke-ZgInference -Audio memo.wav -Provider {inference.Provider}").SingleError("ZgServiceTypeWrong");
        inference.Session.Run("Invoke-ZgInference -Audio memo.wav").SingleError("ZgNoProvider");
    }

    [Fact]
    public void Streams_HoldNoToken()
    {
        RunResult run = inference.Session.Run("""
            $text = Invoke-ZgInference 'x' -Verify -Debug -Verbose *>&1 | ForEach-Object { "$_ $($_ | ConvertTo-Json -Depth 4)" }
            "$text"
            """);

        string text = (string)run.Single();
        Assert.Contains("POST http://127.0.0.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("app-sk-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", text, StringComparison.Ordinal);
    }

    private static string Text(PSObject item, string property) => item.Properties[property].Value?.ToString() ?? "";
}
