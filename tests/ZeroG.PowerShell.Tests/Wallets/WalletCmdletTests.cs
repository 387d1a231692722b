using System.Diagnostics;
using System.Management.Automation;
using System.Security;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Wallets;

/// <summary>New-, Get-, Import- and Remove-ZgWallet over a user's folder of their own.</summary>
public sealed class WalletCmdletTests : IDisposable
{
    // Key and address of development account 1, which everybody knows.
    private const string Key = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
    private const string KeyAddress = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    private readonly UserHome _home = new();
    private readonly ModuleSession _session = new();

    public WalletCmdletTests()
    {
        _session.Set("password", Secret("correct horse"));
        _session.Set("key", Secret(Key));
        _session.Set("phrase", Secret("test test test test test test test test test test test junk"));
    }

    public void Dispose()
    {
        _session.Dispose();
        _home.Dispose();
        Environment.SetEnvironmentVariable("ZEROG_TEST_KEY", null);
    }

    [Fact]
    public void New_ThenGet_IsTheSameWalletWithoutAKey()
    {
        RunResult result = _session.Run("New-ZgWallet main -Password $password; Get-ZgWallet");

        result.AssertNoErrors();
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(result.Output[0].ToString(), result.Output[1].ToString());
        Assert.Equal(["Address", "CreatedAt", "Name", "Path"], result.Output[0].Properties.Select(property => property.Name).Order());
    }

    [Fact]
    public void New_WhatIf_WritesNothing()
    {
        _session.Run("New-ZgWallet main -Password $password -WhatIf").AssertNoErrors();

        Assert.Empty(Directory.GetFileSystemEntries(_home.Path));
    }

    [Fact]
    public void New_NobodyCanBeAsked_SaysWhichParameterAnswers()
    {
        ErrorRecord error = _session.Run("New-ZgWallet main").SingleError("ZgSecretNeeded");

        Assert.Contains("-Password", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-PrivateKey $key")]
    [InlineData("-Phrase $phrase -DerivationPath \"m/44'/60'/0'/0/1\"")]
    [InlineData("-EnvironmentVariable ZEROG_TEST_KEY")]
    public void Import_KnownKey_HasItsAddress(string source)
    {
        Environment.SetEnvironmentVariable("ZEROG_TEST_KEY", "0x" + Key);

        dynamic wallet = _session.Run($"Import-ZgWallet known {source} -Password $password").Single();

        Assert.Equal(KeyAddress, wallet.Address.ToString());
    }

    [Fact]
    public void Import_KeystoreOfAnotherWallet_OpensWithItsPassword()
    {
        RunResult result = _session.Run("""
            $first = Import-ZgWallet first -PrivateKey $key -Password $password
            Import-ZgWallet second $first.Path -Password $password
            """);

        dynamic wallet = result.Single();
        Assert.Equal(KeyAddress, wallet.Address.ToString());
    }

    [Theory]
    [InlineData("none.json", "ZgFileNotFound")]
    [InlineData("folder", "ZgKeystoreInvalid")]
    [InlineData("empty.json", "ZgKeystoreInvalid")]
    [InlineData("huge.json", "ZgKeystoreInvalid")]
    [InlineData("pipe.json", "ZgKeystoreInvalid")]
    public void Import_WhatIsNoKeystoreFile_SaysSoBeforeAPasswordIsAsked(string name, string errorId)
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["folder"]);
        File.WriteAllBytes(folder["empty.json"], []);
        File.WriteAllBytes(folder["huge.json"], new byte[(1 << 20) + 1]);
        if (OperatingSystem.IsWindows())
        {
            // There are no such files; one without bytes stands for it.
            File.WriteAllBytes(folder["pipe.json"], []);
        }
        else
        {
            using Process made = Process.Start("mkfifo", folder["pipe.json"]);
            made.WaitForExit();
        }

        ErrorRecord error = _session.Run($"Import-ZgWallet main '{folder[name]}'").SingleError(errorId);

        Assert.Contains(folder[name], error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-ZgWallet main -Password $empty")]
    [InlineData("Import-ZgWallet main -PrivateKey $key -Password $empty")]
    [InlineData("Import-ZgWallet main -Phrase $phrase -Password $empty")]
    public void EmptyPassword_OfANewWallet_IsRefused(string script)
    {
        _session.Set("empty", Secret(""));

        _session.Run(script).SingleError("ZgPasswordEmpty");

        Assert.Empty(_session.Run("Get-ZgWallet").Output);
    }

    [Fact]
    public void EmptyPassword_OfAKeystoreOfAnotherTool_IsTakenWithAWarning()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["geth.json"], """
            {"version":3,"address":"19e7e376e7c213b7e7e7e46cc70a5dd086daff2a","crypto":{"cipher":"aes-128-ctr",
              "cipherparams":{"iv":"caf1e96648d97f8b862a700db4553bac"},
              "ciphertext":"c827afbd502216c0913a24a1ce974e194741d8e2a0aeb2810bfc2958dc2e695e","kdf":"scrypt",
              "kdfparams":{"dklen":32,"n":2,"r":8,"p":1,"salt":"831ead514c40557489576751a7dfce93a503dd8e5866e334c00d6c33e682a8e7"},
              "mac":"77ae1f248508b040742713e182181ac6f8c0d7c7e6af4a924a722af7bc1a482d"}}
            """);
        _session.Set("empty", Secret(""));

        RunResult result = _session.Run($"Import-ZgWallet main '{folder["geth.json"]}' -Password $empty");

        result.AssertNoErrors();
        Assert.Contains("empty password", Assert.Single(result.Warnings), StringComparison.Ordinal);

        // What the warning advises.
        RunResult mended = _session.Run($"""
            Export-ZgWallet main '{folder["copy.json"]}' -Password $empty -NewPassword $password |
                ForEach-Object {"{"} Import-ZgWallet safe $_.FullName -Password $password {"}"}
            """);
        mended.AssertNoErrors();
        Assert.Empty(mended.Warnings);
        Assert.Contains("keeps under a new name", result.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-ZgWallet main", "right", null)]
    [InlineData("New-ZgWallet main", "wrong", "ZgPasswordMismatch")]
    [InlineData("New-ZgWallet main", "", "ZgPasswordEmpty")]
    [InlineData("Import-ZgWallet main -PrivateKey $key", "wrong", "ZgPasswordMismatch")]
    public void NewPassword_ThatIsTyped_IsAskedForTwice(string script, string second, string? errorId)
    {
        TypingHost host = new([second.Length == 0 ? "" : "right", second]);
        using ModuleSession session = new(host: host);
        session.Set("key", Secret(Key));

        RunResult result = session.Run(script);

        Assert.Equal(errorId, result.Errors.SingleOrDefault()?.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(errorId is null ? 1 : 0, session.Run("Get-ZgWallet").Output.Count);
    }

    [Fact]
    public void Connect_WrongPassword_NamesTheWalletAndNoSecret()
    {
        using ScriptedChain chain = new(31337);
        _session.Set("wrong", Secret("battery staple"));
        _session.Run("$null = Import-ZgWallet known -PrivateKey $key -Password $password").AssertNoErrors();

        ErrorRecord error = _session.Run($"Connect-ZgNetwork devnet -RpcUri {chain.Uri} -Wallet known -Password $wrong")
            .SingleError("ZgWalletPasswordWrong");

        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.DoesNotContain("battery", error.ToString() + error.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void Current_ConnectedWallet_ShowsNoKeyAnywhere()
    {
        using ScriptedChain chain = new(31337);

        RunResult result = _session.Run($$"""
            $null = Import-ZgWallet known -PrivateKey $key -Password $password -Verbose -Debug
            Connect-ZgNetwork devnet -RpcUri {{chain.Uri}} -Wallet known -Password $password -Verbose -Debug
            $wallet = Get-ZgWallet -Current
            "$wallet"
            [System.Management.Automation.PSSerializer]::Serialize($wallet)
            """);

        result.AssertNoErrors();
        string everything = string.Join('\n', [.. result.Output.Select(item => item.ToString()), .. result.Verbose, .. result.Warnings]);
        Assert.Contains(KeyAddress, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("correct horse", everything, StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_FromGet_DeletesAndUnknownIsAnError()
    {
        RunResult result = _session.Run("""
            $null = New-ZgWallet old -Password $password
            Get-ZgWallet ol* | Remove-ZgWallet -Confirm:$false
            Get-ZgWallet
            Remove-ZgWallet old -Confirm:$false
            """);

        Assert.Empty(result.Output);
        Assert.Equal("old", result.SingleError("ZgWalletNotFound").TargetObject);
    }

    [Fact]
    public void Remove_NobodyConfirms_KeepsTheWallet()
    {
        RunResult result = _session.Run("$null = New-ZgWallet old -Password $password; Remove-ZgWallet old");

        Assert.Single(result.Errors);
        Assert.Single(_session.Run("Get-ZgWallet").Output);
    }

    [Fact]
    public void Completion_WalletName_OffersKeptWallets()
    {
        _session.Run("$null = New-ZgWallet main -Password $password").AssertNoErrors();

        Assert.Equal(["main"], _session.Complete("Remove-ZgWallet ma").Select(offer => offer.CompletionText));
    }

    private static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }
}
