using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Wallets;

/// <summary>What users give as the name of a wallet.</summary>
public sealed class WalletAccessTests : IDisposable
{
    private const string Key = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
    private const string Phrase = "test test test test test test test test test test test junk";

    // As Get-Content -Raw reads it.
    private const string Lines = "test\ntest\ntest\ntest\r\ntest\ntest\ntest\ntest\ttest\ntest\ntest\njunk\n";

    private readonly UserHome _home = new();
    private readonly ModuleSession _session = new();

    public void Dispose()
    {
        _session.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData("Get-ZgAccount -Network galileo -Wallet $name", Key)]
    [InlineData("Add-ZgDeposit 1 -Network galileo -Wallet $name", $"0x{Key}")]
    [InlineData("Send-ZgToken 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 1 -Network galileo -Wallet $name", Phrase)]
    [InlineData("Get-ZgAccount -Network galileo -Wallet $name", Lines)]
    [InlineData("Start-ZgComputeProvider -Network galileo -Wallet $name -Detached", Key)]
    public void Key_InThePlaceOfAName_IsRefusedAndNotRepeated(string script, string secret)
    {
        _session.Set("name", secret);

        ErrorRecord refusal = _session.Run(script).SingleError("ZgWalletNameInvalid");

        Assert.DoesNotContain(
            secret, $"{refusal} {refusal.ErrorDetails} {refusal.TargetObject} {refusal.Exception}", StringComparison.Ordinal);
        Assert.Contains("env:NAME", refusal.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ZgWallet $name", Key)]
    [InlineData("$name | Get-ZgWallet", $"0x{Key}")]
    [InlineData("Get-ZgWallet main, $name", Phrase)]
    [InlineData("New-ZgWallet $name -Password $password", Key)]
    [InlineData("New-ZgWallet $name -Password $password", $"0x{Key}")]
    [InlineData("New-ZgWallet $name -WordCount 12 -Password $password", Lines)]
    [InlineData("Import-ZgWallet $name -PrivateKey $password -Password $password", Key)]
    [InlineData("Export-ZgWallet $name .", Key)]
    [InlineData("$name | Export-ZgWallet -AsPublicKey -Password $password", Phrase)]
    [InlineData("Remove-ZgWallet main, $name -Confirm:$false", Key)]
    [InlineData("Remove-ZgWallet $name -Confirm:$false", Lines)]
    public void Key_AsTheNameOfAKeptWallet_IsNeitherRepeatedNorStored(string script, string secret)
    {
        _session.Set("password", SecretTexts.Of("correct horse"));
        _session.Set("name", secret);

        ErrorRecord refusal = _session.Run(script).SingleError("ZgWalletNameInvalid");

        Assert.DoesNotContain(
            secret, $"{refusal} {refusal.ErrorDetails} {refusal.TargetObject} {refusal.Exception}", StringComparison.Ordinal);
        Assert.Contains("-EnvironmentVariable", refusal.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_home.Path));
    }
}
