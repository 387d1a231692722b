using System.Management.Automation;
using System.Security;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Wallets;

/// <summary>Export-ZgWallet, and wallets from recovery phrases.</summary>
public sealed class ExportZgWalletTests : IDisposable
{
    private const string Key = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

    private readonly UserHome _home = new();
    private readonly TempFolder _folder = new();
    private readonly ModuleSession _session = new();

    public ExportZgWalletTests()
    {
        _session.SetLocation(_folder.Path);
        _session.Set("password", SecretTexts.Of("correct horse"));
        _session.Set("other", SecretTexts.Of("battery staple"));
        _session.Set("key", SecretTexts.Of(Key));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void Export_ToAFolderAndUnderANewPassword_OpensAgain()
    {
        RunResult result = _session.Run("""
            $main = Import-ZgWallet main -PrivateKey $key -Password $password
            (Get-ZgWallet main | Export-ZgWallet -Destination .).Name
            $new = Export-ZgWallet main new.json -Password $password -NewPassword $other
            (Import-ZgWallet again $new.FullName -Password $other).Address.ToString() -eq $main.Address.ToString()
            Export-ZgWallet main . -ErrorAction SilentlyContinue -ErrorVariable exists
            "$($exists.FullyQualifiedErrorId)"
            Export-ZgWallet main . -Force
            """);

        Assert.Equal(
            ["main.json", "True", "ZgTargetExists,ZeroG.PowerShell.Wallets.ExportZgWalletCommand", _folder["main.json"]],
            result.Output.Select(item => item.ToString()));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_home.Path, "wallets", "main.json")), File.ReadAllBytes(_folder["main.json"]));
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.True(OwnerOnly.Is(file), file));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup/")]
    [InlineData("backup -Force")]
    public void Export_WalletsOfAPipelineToAFolderThatIsMissing_AreAllThere(string destination)
    {
        RunResult result = _session.Run($"""
            $null = Import-ZgWallet main -PrivateKey $key -Password $password
            $null = New-ZgWallet second -Password $password
            Get-ZgWallet | Export-ZgWallet -Destination {destination}
            """);

        result.AssertNoErrors();
        Assert.Equal(["main.json", "second.json"], Directory.GetFiles(_folder["backup"]).Select(Path.GetFileName).Order());
        // What the engine's view of files shows above them.
        Assert.All(
            result.Output, copy => Assert.EndsWith("backup", (string)copy.Properties["PSParentPath"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Export_TwoWalletsToOneFile_KeepsTheFirst()
    {
        RunResult result = _session.Run("""
            $main = Import-ZgWallet main -PrivateKey $key -Password $password
            $null = New-ZgWallet second -Password $password
            $null = 'main', 'second' | Export-ZgWallet -Destination all.json -Force
            "$((Import-ZgWallet again all.json -Password $password).Address -eq $main.Address)"
            """);

        Assert.Equal(_folder["all.json"], result.SingleError("ZgTargetExists").TargetObject);
        Assert.Equal("True", Assert.Single(result.Output).ToString());
    }

    /// <summary>What begins with two separators, as a share does, belongs to no drive but to the kind of the location.</summary>
    [Fact]
    public void Export_WhileTheLocationIsOnADriveOfAnotherKind_EmitsEachCopy()
    {
        _session.Run("""
            $null = Import-ZgWallet main -PrivateKey $key -Password $password
            $null = New-ZgWallet second -Password $password
            """).AssertNoErrors();
        string destination = OperatingSystem.IsWindows() ? _folder.Path : "/" + _folder.Path;
        _session.SetLocation("Env:");

        RunResult result = _session.Run($"'main', 'second' | Export-ZgWallet -Destination 'FileSystem::{destination}'");

        result.AssertNoErrors();
        Assert.Equal(["main.json", "second.json"], result.Output.Select(copy => copy.Properties["Name"].Value));
    }

    [Fact]
    public void Export_PrivateKey_OnlyByChoice()
    {
        _session.Run("$null = Import-ZgWallet main -PrivateKey $key -Password $password").AssertNoErrors();

        SecureString secure = (SecureString)_session.Run("Export-ZgWallet main -AsSecureString -Password $password").Single();
        Assert.Equal("0x" + Key, SecretTexts.Read(secure));
        Assert.Equal("0x" + Key, _session.Run("Export-ZgWallet main -AsPlainText -Password $password -Confirm:$false").Single());
        ErrorRecord unasked = _session.Run("Export-ZgWallet main -AsPlainText -Password $password").SingleError("ZgConfirmationNeeded");
        Assert.Contains("-Confirm:$false", unasked.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        ErrorRecord wrong = _session.Run("Export-ZgWallet main -AsPlainText -Password $other -Confirm:$false")
            .SingleError("ZgWalletPasswordWrong");
        Assert.DoesNotContain(Key, wrong.ToString() + wrong.Exception, StringComparison.Ordinal);
        Assert.Empty(_session.Run("Export-ZgWallet main -AsPlainText -Password $password -WhatIf; Export-ZgWallet main . -WhatIf").Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        _session.Run("Export-ZgWallet none -AsSecureString").SingleError("ZgWalletNotFound");
    }

    [Fact]
    public void Export_PublicKey_IsWhatOthersEncryptFor()
    {
        File.WriteAllText(_folder["a.txt"], "hello");

        RunResult result = _session.Run("""
            $null = Import-ZgWallet main -PrivateKey $key -Password $password
            $public = Export-ZgWallet main -AsPublicKey -Password $password
            $public.Address.ToString()
            $file = Protect-ZgFile a.txt -RecipientPublicKey $public.ToString()
            ($file | Unprotect-ZgFile -Wallet main -Password $password -Destination b.txt).Size
            """);

        result.AssertNoErrors();
        Assert.Equal(["0x70997970C51812dc3A010C7d01b50e0d17dc79C8", 5L], result.Output.Select(item => item.BaseObject));
        Assert.Equal("hello", File.ReadAllText(_folder["b.txt"]));
    }

    [Fact]
    public void New_WordCount_GivesAPhraseThatRestoresTheWallet()
    {
        RunResult result = _session.Run("""
            $new = New-ZgWallet savings -WordCount 12 -Password $password
            $new
            Import-ZgWallet restored -Mnemonic $new.Phrase -Password $password
            Import-ZgWallet second -Phrase $new.Phrase -Index 1 -Password $password
            Import-ZgWallet other -Phrase $new.Phrase -Passphrase $other -DerivationPath "m/44'/60'/0'/0/0" -Password $password
            """);

        result.AssertNoErrors();
        string phrase = SecretTexts.Read((SecureString)result.Output[0].Properties["Phrase"].Value);
        Assert.Equal(12, phrase.Split(' ').Length);
        string[] addresses = [.. result.Output.Select(item => item.Properties["Address"].Value.ToString()!)];
        Assert.Equal(addresses[0], addresses[1]);
        Assert.Equal(3, addresses.Distinct().Count());
        object shown = _session.Run("[System.Management.Automation.PSSerializer]::Serialize($new, 3)").Single();
        Assert.DoesNotContain(phrase[..12], shown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test test test test test test test test test test test test", "checksum")]
    [InlineData("test test test test test test test test test test test junkk", "word number 12")]
    public void Import_PhraseWithAMistake_IsNamedWithoutShowingAWord(string phrase, string what)
    {
        _session.Set("phrase", SecretTexts.Of(phrase));

        ErrorRecord error = _session.Run("Import-ZgWallet bad -Phrase $phrase -Password $password").SingleError("ZgPhraseInvalid");

        Assert.Contains(what, error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("test", error.Exception.Message, StringComparison.Ordinal);
    }
}
