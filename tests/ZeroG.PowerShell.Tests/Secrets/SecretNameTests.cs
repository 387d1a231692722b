using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Secrets;

/// <summary>Names of secrets in place of secrets: vaults by a Get-Secret of the session, and environment variables.</summary>
public sealed class SecretNameTests : IDisposable
{
    private const string Key = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
    private const string KeyAddress = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    private const string Variable = "ZEROG_TEST_SECRET";

    // As the cmdlet of Microsoft.PowerShell.SecretManagement answers.
    private const string Vaults = """
        function Get-Secret {
            [CmdletBinding()] param([Parameter(Mandatory)] [string] $Name, [string] $Vault, [switch] $AsPlainText)
            $global:asked += @("$Vault/$Name")
            switch ("$Vault/$Name") {
                '/password' { $password }
                'Team/key' { $key }
                '/phrase' { $phrase }
                '/text' { 'correct horse' }
                '/login' { [pscredential]::new('anybody', $password) }
                '/hashtable' { @{ a = 1 } }
                'Lost/key' {
                    $missing = [InvalidOperationException]::new("Vault not found in registry: $Vault")
                    $PSCmdlet.ThrowTerminatingError(
                        [System.Management.Automation.ErrorRecord]::new($missing, 'GetSecretVaultNotFound', 'ObjectNotFound', $null))
                }
                default {
                    $missing = [System.Management.Automation.ItemNotFoundException]::new("The secret $Name was not found.")
                    $PSCmdlet.WriteError(
                        [System.Management.Automation.ErrorRecord]::new($missing, 'GetSecretNotFound', 'ObjectNotFound', $Name))
                }
            }
        }
        """;

    private readonly UserHome _home = new();
    private readonly ModuleSession _session = new();

    public SecretNameTests()
    {
        _session.Set("password", SecretTexts.Of("correct horse"));
        _session.Set("key", SecretTexts.Of(Key));
        _session.Set("phrase", SecretTexts.Of("test test test test test test test test test test test junk"));
        _session.Set("asked", Array.Empty<object>());
    }

    public void Dispose()
    {
        _session.Dispose();
        _home.Dispose();
        Environment.SetEnvironmentVariable(Variable, null);
    }

    [Fact]
    public void Secrets_FromVaults_OpenWhatTheyAreFor()
    {
        _session.Run(Vaults).AssertNoErrors();
        using ScriptedChain chain = new(31337);

        RunResult result = _session.Run($"""
            (Import-ZgWallet one -PrivateKey secret:Team/key -Password secret:password).Address.ToString()
            (Import-ZgWallet two -Phrase secret:phrase -Index 1 -Password SECRET:password).Address.ToString()
            Connect-ZgNetwork devnet -RpcUri {chain.Uri} -Wallet one -Password secret:password
            (Get-ZgWallet -Current).Address.ToString()
            Connect-ZgNetwork devnet -RpcUri {chain.Uri} -Wallet secret:Team/key
            (Get-ZgWallet -Current).Address.ToString()
            """);

        result.AssertNoErrors();
        Assert.Equal(Enumerable.Repeat(KeyAddress, 4), result.Output.Select(item => item.ToString()));
        Assert.Equal(
            ["/password", "Team/key", "/password", "/phrase", "/password", "Team/key"],
            _session.Run("$asked").Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Secret_FromTheEnvironmentOrACredential_OpensToo()
    {
        Environment.SetEnvironmentVariable(Variable, "correct horse");

        RunResult result = _session.Run(
            $"$null = New-ZgWallet main -Password ([pscredential]::new('anybody', $password)); "
            + $"Export-ZgWallet main -AsSecureString -Password env:{Variable}");

        Assert.IsType<SecureString>(result.Single());
    }

    [Fact]
    public void Secret_StoredAsTextOrAsALogin_OpensToo()
    {
        _session.Run(Vaults).AssertNoErrors();
        // SecretManagement hands text out as a SecureString; a vault of one's own may not.
        _session.Run("$null = New-ZgWallet main -Password secret:password").AssertNoErrors();

        Assert.IsType<SecureString>(_session.Run("Export-ZgWallet main -AsSecureString -Password secret:login").Single());
        Assert.IsType<SecureString>(_session.Run("Export-ZgWallet main -AsSecureString -Password secret:text").Single());
    }

    [Fact]
    public void Secret_ThatAVaultRefuses_IsSaidInTheWordsOfTheVaultAlone()
    {
        _session.Run(Vaults).AssertNoErrors();

        ErrorRecord error = _session.Run("New-ZgWallet main -Password secret:nothing").SingleError("ZgSecretNotFound");

        Assert.Equal("No vault gave the secret 'secret:nothing': The secret nothing was not found.", error.ErrorDetails.Message);
    }

    [Fact]
    public async Task Secrets_OfManyRunspacesAtOnce_AreLookedUpOneAfterAnother()
    {
        ConcurrentQueue<string> calls = [];
        using TempFolder folder = new();
        RunResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            using ModuleSession session = new();
            session.SetLocation(folder.Path);
            session.Set("calls", calls);
            session.Set("key", SecretTexts.Of(Key));
            return session.Run($$"""
                function Get-Secret {
                    [CmdletBinding()] param($Name)
                    $calls.Enqueue('in'); foreach ($i in 1..2000) { $null = "$i" }; $key; $calls.Enqueue('out')
                }
                Protect-ZgFile -InputObject ([byte[]](1..9)) -Name file{{i}} -EncryptionKey secret:key -Destination file{{i}}.zge
                """);
        })));

        Assert.All(results, result => result.AssertNoErrors());
        Assert.Equal(Enumerable.Repeat<string[]>(["in", "out"], 4).SelectMany(pair => pair), calls);
    }

    [Theory]
    [InlineData("secret:Lost/key", "ZgSecretNotFound", "Get-SecretVault")]
    [InlineData("secret:nothing", "ZgSecretNotFound", "Get-SecretInfo")]
    [InlineData("secret:Other/password", "ZgSecretNotFound", "Get-SecretInfo")]
    [InlineData("secret:hashtable", "ZgSecretTypeInvalid", "Set-Secret")]
    [InlineData("env:ZEROG_TEST_SECRET", "ZgSecretNotFound", "ZEROG_TEST_SECRET")]
    public void Secret_ThatIsNotThere_IsNamed(string name, string id, string advice)
    {
        _session.Run(Vaults).AssertNoErrors();

        ErrorRecord error = _session.Run($"New-ZgWallet main -Password {name}").SingleError(id);

        Assert.Equal(name, error.TargetObject);
        Assert.Contains(advice, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_WithoutTheModule_SaysWhatToInstall()
    {
        ErrorRecord error = _session.Run("$PSModuleAutoLoadingPreference = 'None'; New-ZgWallet main -Password secret:any")
            .SingleError("ZgSecretModuleMissing");

        Assert.Contains(
            "Install-PSResource Microsoft.PowerShell.SecretManagement", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("correct horse")]
    [InlineData("secret:")]
    [InlineData("secret:/name")]
    [InlineData("env:")]
    public void PlainText_AsASecret_IsRefusedWithoutRepeatingIt(string text)
    {
        RunResult result = _session.Run($"New-ZgWallet main -Password '{text}'");

        string message = Assert.Single(result.Errors).ToString();
        Assert.Contains("secret:Vault/Name", message, StringComparison.Ordinal);
        Assert.DoesNotContain("correct", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_OpensNoVault()
    {
        _session.Run(Vaults).AssertNoErrors();

        _session.Run("""
            New-ZgWallet main -Password secret:password -WhatIf
            Import-ZgWallet other -PrivateKey secret:Team/key -Password secret:password -WhatIf
            """).AssertNoErrors();

        Assert.Empty(_session.Run("$asked").Output);
    }

    [Fact]
    public void AllSecretParameters_TakeNames()
    {
        foreach (CmdletInfo cmdlet in Surface.ModuleCmdlets.List)
        {
            foreach (ParameterMetadata secret in
                cmdlet.Parameters.Values.Where(parameter => parameter.ParameterType == typeof(SecureString)))
            {
                Assert.True(
                    secret.Attributes.Any(attribute => attribute.GetType().Name == "SecretAttribute"),
                    $"{cmdlet.Name} -{secret.Name} lacks [Secret].");
            }
        }
    }
}
