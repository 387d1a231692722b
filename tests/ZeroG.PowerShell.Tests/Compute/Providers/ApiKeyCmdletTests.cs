using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Json;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute.Providers;

/// <summary>New- and Revoke-ZgApiKey on a development network: ids, forms of the key, and that nothing prints it.</summary>
public sealed class ApiKeyCmdletTests(ApiKeyCmdletTests.Shared shared) : IClassFixture<ApiKeyCmdletTests.Shared>
{
    private const string Provider = ProviderSession.Provider;

    private ModuleSession Session => shared.Providers.Session;

    [Fact]
    public void New_Key_IsMaskedWhereverItIsPrinted()
    {
        RunResult result = Session.Run($"$key = New-ZgApiKey {Provider} -Duration '01:00'; $key");
        PSObject key = Assert.Single(result.Output);
        string secret = SecretTexts.Read((SecureString)key.Properties["Secret"].Value);
        JsonElement token = TextOf(secret);

        Assert.Equal("app-sk-********", key.Properties["Key"].Value);
        Assert.Equal(token.GetProperty("tokenId").GetInt32(), key.Properties["TokenId"].Value);
        long end = token.GetProperty("expiresAt").GetInt64();
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(end), key.Properties["ExpiresAt"].Value);
        Assert.Equal(3_600_000, end - token.GetProperty("timestamp").GetInt64());
        Assert.Equal(Provider, token.GetProperty("provider").GetString());
        Assert.EndsWith("/v1/proxy", $"{key.Properties["Endpoint"].Value}", StringComparison.Ordinal);
        List<string> shown =
            [.. shared.Providers.Cells("$key | Format-Table"), .. shared.Providers.Cells("$key | Format-List *")];
        foreach (string print in new[] { "\"$key\"", "$key | ConvertTo-Json", "$key | Export-Csv k.csv; Get-Content k.csv" })
        {
            RunResult printed = Session.Run(print);
            printed.AssertNoErrors();
            Assert.Contains(printed.Output, line => $"{line}".Contains("app-sk-***", StringComparison.Ordinal));
            shown.AddRange(printed.Output.Select(line => $"{line}"));
        }

        Assert.DoesNotContain(shown, line => line.Contains(secret[7..40], StringComparison.Ordinal));

        Assert.DoesNotContain(secret[7..40], shared.Providers.IssuedKeys, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2592000", 30)]
    [InlineData("'365.00:00'", 365)]
    public void New_KeyForLongerThanAnyWait_IsMade(string duration, int days)
    {
        RunResult result = Session.Run($"$key = New-ZgApiKey {Provider} -Duration {duration}; ($key.ExpiresAt - $key.CreatedAt).TotalDays");

        result.AssertNoErrors();
        Assert.Equal(days, (double)result.Output[0].BaseObject, 0.001);
    }

    [Fact]
    public void New_KeysOneAfterTheOther_NeverShareAnId()
    {
        RunResult result = Session.Run($"1..3 | ForEach-Object {{ New-ZgApiKey {Provider} }} | ForEach-Object TokenId");

        result.AssertNoErrors();
        Assert.Equal(3, result.Output.Select(id => id.BaseObject).Distinct().Count());
    }

    [Fact]
    public void New_AsTextOrSecureString_EmitsTheKeyAlone()
    {
        string text = (string)Session.Run($"New-ZgApiKey {Provider} -AsPlainText -TokenId 77").Single();
        SecureString secure = (SecureString)Session.Run($"New-ZgApiKey {Provider} -AsSecureString -Id 78").Single();

        Assert.Equal(77, TextOf(text).GetProperty("tokenId").GetInt32());
        Assert.Equal(0, TextOf(text).GetProperty("expiresAt").GetInt64());
        Assert.Equal(78, TextOf(SecretTexts.Read(secure)).GetProperty("tokenId").GetInt32());
    }

    [Fact]
    public void New_UnderWhatIf_MakesAndListsNothing()
    {
        string before = shared.Providers.IssuedKeys;

        Assert.Empty(Session.Run($"New-ZgApiKey {Provider} -WhatIf").Output);

        Assert.Equal(before, shared.Providers.IssuedKeys);
    }

    [Theory]
    [InlineData("-TokenId 255", "ZgApiKeyIdInvalid")]
    [InlineData("-TokenId -2", "ZgApiKeyIdInvalid")]
    public void New_AnIdThatIsNone_IsRefused(string parameters, string errorId) =>
        Session.Run($"New-ZgApiKey {Provider} {parameters}").SingleError(errorId);

    [Fact]
    public void New_WithoutASubAccount_IsRefused()
    {
        Session.Run($"New-ZgApiKey {ProviderSession.Unapproved}").SingleError("ZgSubAccountMissing");
        Session.Run($"New-ZgApiKey {ProviderSession.Trainer}").SingleError("ZgProviderUnknown");
    }

    [Fact]
    public void Revoke_KeysOfAPipeline_TakesOneTransactionAndTheirIdsForGood()
    {
        RunResult result = Session.Run(
            $"101, 102 | ForEach-Object {{ New-ZgApiKey {Provider} -TokenId $_ }} | Revoke-ZgApiKey -Confirm:$false -Verbose");

        result.AssertNoErrors();
        Assert.Single(result.Verbose, line => line.StartsWith("Transaction 0x", StringComparison.Ordinal));
        Session.Run($"New-ZgApiKey {Provider} -TokenId 102").SingleError("ZgApiKeyIdRevoked");
        RunResult again = Session.Run($"Revoke-ZgApiKey {Provider} -TokenId 101 -Confirm:$false -Verbose");
        Assert.Contains(again.Verbose, line => line.EndsWith("already.", StringComparison.Ordinal));
    }

    [Fact]
    public void Revoke_WithoutAnAnswer_RevokesNothing()
    {
        Session.Run($"$null = New-ZgApiKey {Provider} -TokenId 120; Revoke-ZgApiKey {Provider} 120").SingleError("ZgConfirmationNeeded");
        Session.Run($"Revoke-ZgApiKey {Provider} 120 -WhatIf").AssertNoErrors();

        Session.Run($"$null = New-ZgApiKey {Provider} -TokenId 120").AssertNoErrors();
    }

    [Fact]
    public void Revoke_BadIdOrNoSubAccount_IsRefused()
    {
        Session.Run($"Revoke-ZgApiKey {Provider} -TokenId 255 -Confirm:$false").SingleError("ZgApiKeyIdInvalid");
        Session.Run($"Revoke-ZgApiKey {ProviderSession.Unapproved} -TokenId 1 -Confirm:$false").SingleError("ZgSubAccountMissing");
        Session.Run($"Revoke-ZgApiKey {ProviderSession.Unapproved} -All -Confirm:$false").SingleError("ZgSubAccountMissing");
    }

    private static JsonElement TextOf(string key)
    {
        Assert.StartsWith("app-sk-", key, StringComparison.Ordinal);
        string signed = Encoding.UTF8.GetString(Convert.FromBase64String(key[7..]));
        return JsonDocument.Parse(signed[..signed.IndexOf('|', StringComparison.Ordinal)]).RootElement;
    }

    /// <summary>Providers with one of whom the user has a sub-account.</summary>
    public sealed class Shared : IDisposable
    {
        public Shared() =>
            Providers.Session.Run($"Confirm-ZgProvider {Provider} -Service Inference -Amount 2").AssertNoErrors();

        internal ProviderSession Providers { get; } = new("api-keys");

        public void Dispose() => Providers.Dispose();
    }
}
