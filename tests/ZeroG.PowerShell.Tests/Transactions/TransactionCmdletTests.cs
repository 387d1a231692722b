using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Transactions;

/// <summary>Get- and Wait-ZgTransaction on a development network.</summary>
public sealed class TransactionCmdletTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    private const string Unknown = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string Recipient = "0x6666666666666666666666666666666666666666";

    [Fact]
    public void Get_Payment_HasAllThatWasSent()
    {
        dynamic status = devNet.Session.Run($"Send-ZgToken {Recipient} 1.5 -Confirm:$false | Get-ZgTransaction").Single();

        Assert.Equal("Succeeded", (string)status.State.ToString());
        Assert.Equal(("1.5 0G", "tests"), ((string)status.Amount.ToString(), (string)status.Network));
        Assert.Equal(Recipient, (string)status.To.ToString(), ignoreCase: true);
        Assert.Null(status.Reason);
    }

    [Fact]
    public void Get_TransactionOfAFile_HasItsRoot()
    {
        devNet.NewFile("submitted.bin");

        RunResult result = devNet.Session.Run("""
            $file = Send-ZgFile submitted.bin
            $file.Root.ToString()
            ($file | Get-ZgTransaction).Root.ForEach('ToString')
            ($file | Get-ZgTransaction | Get-ZgFile).Root.ToString()
            """);

        result.AssertNoErrors();
        Assert.Equal(3, result.Output.Count);
        Assert.Single(result.Output.Select(item => item.ToString()).Distinct());
    }

    [Theory]
    [InlineData("Get-ZgTransaction")]
    [InlineData("Wait-ZgTransaction")]
    public void FilesThatWereStoredAlready_HaveNoTransactionAndArePassedOver(string command)
    {
        string name = $"{command}.bin";
        devNet.NewFile(name);

        RunResult result = devNet.Session.Run($$"""
            $(Send-ZgFile {{name}}; Send-ZgFile {{name}}; [pscustomobject]@{ Transaction = '' }) | {{command}} | ForEach-Object State
            """);

        Assert.Equal("Succeeded", result.Single().ToString());
        devNet.Session.Run($"{command} -Transaction $null").SingleError("ZgTransactionInvalid");
    }

    [Theory]
    [InlineData("Get-ZgTransaction")]
    [InlineData("Wait-ZgTransaction -Timeout 0.3")]
    public void UnknownHash_IsNamed(string command)
    {
        ErrorRecord error = devNet.Session.Run($"'{Unknown}' | {command}").SingleError("ZgTransactionNotFound");

        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(Unknown, error.TargetObject.ToString());
    }

    [Fact]
    public void Get_SeveralOfWhichOneIsNoHash_ReportsItAndGoesOn()
    {
        RunResult result = devNet.Session.Run(
            $"Get-ZgTransaction 'no hash', (Send-ZgToken {Recipient} 1 -Confirm:$false).Transaction");

        Assert.Equal("no hash", result.SingleError("ZgTransactionInvalid").TargetObject.ToString());
        Assert.Single(result.Output);
    }

    [Fact]
    public void Wait_Confirmations_CountsBlocksAfterIt()
    {
        RunResult result = devNet.Session.Run($$"""
            $sent = Send-ZgToken {{Recipient}} 1 -Confirm:$false
            $sent | Wait-ZgTransaction -Confirmations 3 -Timeout 0.5
            1..2 | ForEach-Object { $null = Send-ZgToken {{Recipient}} 1 -Confirm:$false }
            $sent | Wait-ZgTransaction -Confirmations 3
            """);

        Assert.Contains("1 of 3 confirmations", result.SingleError("ZgTransactionPending").Exception.Message, StringComparison.Ordinal);
        Assert.True((long)Assert.Single(result.Output).Properties["Confirmations"].Value >= 3);
    }

    [Fact]
    public void Wait_AnotherTransactionHasTheNonce_IsReplacedAndAnError()
    {
        RunResult result = devNet.Session.Run($$"""
            $sent = Send-ZgToken {{Recipient}} 1 -Confirm:$false
            [pscustomobject]@{ Transaction = '{{Unknown}}'; From = $sent.From; Nonce = $sent.Nonce } | Wait-ZgTransaction
            """);

        Assert.Equal("Replaced", Assert.Single(result.Output).Properties["State"].Value.ToString());
        Assert.Equal(Unknown, result.SingleError("ZgTransactionReplaced").TargetObject.ToString());
    }

    [Fact]
    public void ZeroGravityMode_RefusedTip_IsLearnedOnceForTheSession()
    {
        RunResult result = devNet.Session.Run($$"""
            $null = Start-ZgDevNet -Name gravity -ZeroGravityMode -SkipConnect
            $network = (Get-ZgNode gravity).Network
            $null = Register-ZgNetwork lowtip -ChainId $network.ChainId -RpcUri $network.RpcUri -FlowAddress $network.FlowAddress
            1..2 | ForEach-Object {
                $calls = Send-ZgToken {{Recipient}} 1 -Network lowtip -Wallet dev1 -Confirm:$false -Debug 5>&1
                @($calls | Where-Object { "$_" -match 'eth_sendRawTransaction' }).Count
            }
            Stop-ZgNode gravity
            """);

        result.AssertNoErrors();
        Assert.Equal([2, 1], result.Output.Select(item => (int)item.BaseObject));
    }
}
