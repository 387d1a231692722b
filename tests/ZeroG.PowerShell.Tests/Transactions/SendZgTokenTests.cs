using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Transactions;

/// <summary>Send-ZgToken on a development network.</summary>
public sealed class SendZgTokenTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    // Known to nobody else, so that its balance is what these tests pay.
    private const string Recipient = "0x5555555555555555555555555555555555555555";

    private static int _next;

    private static string Fresh => $"0x{Interlocked.Increment(ref _next):x8}{new string('7', 32)}";

    [Fact]
    public void Send_OnePayment_ArrivesAndSaysWhatItCost()
    {
        string recipient = Fresh;

        dynamic paid = devNet.Session.Run($"Send-ZgToken {recipient} 1.5 -Confirm:$false").Single();

        Assert.Equal("Succeeded", (string)paid.State.ToString());
        Assert.Equal(("1.5 0G", false), Paid(paid));
        Assert.True(paid.Block > 0 && paid.Confirmations >= 1 && paid.CreatedAt > DateTimeOffset.UtcNow.AddDays(-1));
        Assert.NotEqual("0 0G", (string)paid.Fee.ToString());
        Assert.Equal("1.5 0G", Balance(recipient));
    }

    [Fact]
    public void Send_CsvTwice_PaysEachLineOnce()
    {
        string first = Fresh, second = Fresh;
        PSObject[] lines = [Line("T-1", first, "1"), Line("T-2", second, "0.25")];

        RunResult once = devNet.Session.Run("$input | Send-ZgToken -Confirm:$false", lines);
        RunResult again = devNet.Session.Run("$input | Send-ZgToken -Confirm:$false", lines);

        once.AssertNoErrors();
        again.AssertNoErrors();
        Assert.Empty(once.Warnings);
        Assert.Equal(["T-1", "T-2"], once.Output.Select(item => (string)item.Properties["Reference"].Value));
        Assert.Equal(Transactions(once), Transactions(again));
        Assert.All(again.Output, item => Assert.True((bool)item.Properties["AlreadySent"].Value));
        Assert.Equal(("1 0G", "0.25 0G"), (Balance(first), Balance(second)));
    }

    [Fact]
    public void Send_RowWithADecimalComma_SaysWhatIsWrongAndPaysTheOthers()
    {
        string recipient = Fresh;

        RunResult result = devNet.Session.Run(
            "$input | Send-ZgToken -Confirm:$false", Line("C-1", Fresh, "0,5"), Line("C-2", recipient, "0.5"));

        Assert.Contains("'0,5' is not an amount", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Single(result.Output);
        Assert.Equal("0.5 0G", Balance(recipient));
    }

    [Fact]
    public void Send_SameReferenceTwiceInOneList_PaysOnce()
    {
        string recipient = Fresh;

        RunResult result = devNet.Session.Run(
            "$input | Send-ZgToken -Confirm:$false", Line("D-1", recipient, "2"), Line("D-1", recipient, "2"));

        Assert.Single(Transactions(result).Distinct());
        Assert.Equal("2 0G", Balance(recipient));
    }

    [Fact]
    public void Send_ListBeyondTheThrottleLimit_PaysAllAndEmitsInOrder()
    {
        string recipient = Fresh;
        PSObject[] lines = [.. Enumerable.Range(1, 9).Select(line => Line($"L-{line}", recipient, "1"))];

        RunResult result = devNet.Session.Run("$input | Send-ZgToken -ThrottleLimit 2 -Confirm:$false", lines);

        result.AssertNoErrors();
        Assert.Equal(Enumerable.Range(1, 9).Select(line => $"L-{line}"), result.Output.Select(item => item.Properties["Reference"].Value));
        Assert.All(result.Output, item => Assert.Equal("Succeeded", item.Properties["State"].Value.ToString()));
        Assert.Equal("9 0G", Balance(recipient));
    }

    [Theory]
    [InlineData("Send-ZgToken 0x5555555555555555555555555555555555555556 1 -Reference R-1 -Confirm:$false")]
    [InlineData("Send-ZgToken 0x5555555555555555555555555555555555555555 2 -Reference R-1 -Confirm:$false")]
    [InlineData("Send-ZgToken 0x5555555555555555555555555555555555555555 1 -Reference R-1 -Wallet dev3 -Confirm:$false")]
    public void Send_ReferenceOfAnotherPayment_IsRefused(string command)
    {
        devNet.Session.Run($"Send-ZgToken {Recipient} 1 -Reference R-1 -Confirm:$false").AssertNoErrors();
        string before = Balance(Recipient);

        Assert.Equal("R-1", devNet.Session.Run(command).SingleError("ZgReferenceTaken").TargetObject);

        Assert.Equal(before, Balance(Recipient));
    }

    [Theory]
    [InlineData("(Get-ZgWallet -Current).Address", "1", "ZgRecipientInvalid")]
    [InlineData("'0x0000000000000000000000000000000000000000'", "1", "ZgRecipientInvalid")]
    [InlineData("'0x5555555555555555555555555555555555555555'", "0", "ZgAmountInvalid")]
    [InlineData("'0x5555555555555555555555555555555555555555'", "1000000", "ZgInsufficientFunds")]
    [InlineData("'0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266'", "1", "ZgAddressInvalid")]
    [InlineData("'0x1234'", "1", "ZgAddressInvalid")]
    [InlineData("(Get-ZgNetwork -Current).FlowAddress", "1", "ZgCallReverted")]
    public void Send_WhatCannotBePaid_IsNamedAndPaysNothing(string recipient, string amount, string id)
    {
        string before = devNet.Session.Run("(Get-ZgBalance).Amount.ToString()").Single().ToString()!;

        devNet.Session.Run($"Send-ZgToken {recipient} {amount} -Reference bad{id}{recipient.Length} -Confirm:$false")
            .SingleError(id);

        Assert.Equal(before, devNet.Session.Run("(Get-ZgBalance).Amount.ToString()").Single().ToString());
        dynamic later = devNet.Session.Run($"Send-ZgToken {Fresh} 1 -Reference bad{id}{recipient.Length} -Confirm:$false").Single();
        Assert.False((bool)later.AlreadySent);
    }

    [Fact]
    public void Send_OneBadLine_DoesNotStopTheOthers()
    {
        string first = Fresh, second = Fresh;

        RunResult result = devNet.Session.Run(
            "$input | Send-ZgToken -Confirm:$false",
            Line("O-1", first, "1"), Line("O-2", "0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266", "1"), Line("O-3", first, "many"),
            Line("", first, "1"), Line("O-4", second, "1"));

        Assert.Equal(["O-1", "O-4"], result.Output.Select(item => (string)item.Properties["Reference"].Value));
        Assert.Equal(3, result.Errors.Count);
        Assert.StartsWith("ZgAddressInvalid", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(("1 0G", "1 0G"), (Balance(first), Balance(second)));
    }

    [Fact]
    public void Send_WhatIf_PaysNothingAndWritesNothingDown()
    {
        string recipient = Fresh;

        RunResult result = devNet.Session.Run($"Send-ZgToken {recipient} 1 -Reference W-1 -WhatIf");

        Assert.Empty(result.Output);
        Assert.Equal("0 0G", Balance(recipient));
        Assert.Equal(("1 0G", false), Paid(devNet.Session.Run($"Send-ZgToken {recipient} 1 -Reference W-1 -Confirm:$false").Single()));
    }

    [Fact]
    public void Send_NobodyCanConfirm_PaysNothingAndSaysHow()
    {
        ErrorRecord error = devNet.Session.Run($"Send-ZgToken {Fresh} 1").SingleError("ZgConfirmationNeeded");

        Assert.Contains("-Confirm:$false", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_SeveralWithoutReference_WarnsOnce()
    {
        RunResult result = devNet.Session.Run(
            $"1..3 | ForEach-Object {{ [pscustomobject]@{{ Recipient = '{Fresh}'; Amount = 1 }} }} | Send-ZgToken -Confirm:$false");

        Assert.Contains("Reference", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(3, Transactions(result).Distinct().Count());
    }

    [Fact]
    public void Send_FeeAboveLimit_PaysNothing() =>
        devNet.Session.Run($"Send-ZgToken {Fresh} 1 -MaxFee '1 gwei' -Confirm:$false").SingleError("ZgFeeAboveLimit");

    [Fact]
    public void SkipWait_ThenWait_IsTheSameTransactionInABlock()
    {
        RunResult result = devNet.Session.Run($"""
            $sent = Send-ZgToken {Fresh} 1 -SkipWait -Confirm:$false
            $sent; $sent | Wait-ZgTransaction; $sent | Get-ZgTransaction
            """);

        result.AssertNoErrors();
        Assert.Single(Transactions(result).Distinct());
        Assert.Equal(["Pending", "Succeeded", "Succeeded"], result.Output.Select(item => item.Properties["State"].Value.ToString()));
    }

    // As Import-Csv makes it of a line: text under the names of the columns.
    private static PSObject Line(string id, string address, string amount)
    {
        PSObject line = new();
        line.Properties.Add(new PSNoteProperty("Id", id));
        line.Properties.Add(new PSNoteProperty("Address", address));
        line.Properties.Add(new PSNoteProperty("Amount", amount));
        return line;
    }

    private static (string Amount, bool AlreadySent) Paid(dynamic status) => ((string)status.Amount.ToString(), (bool)status.AlreadySent);

    private static string[] Transactions(RunResult result) =>
        [.. result.Output.Select(item => item.Properties["Transaction"].Value.ToString()!)];

    private string Balance(string address) => devNet.Session.Run($"(Get-ZgBalance {address}).Amount.ToString()").Single().ToString()!;
}
