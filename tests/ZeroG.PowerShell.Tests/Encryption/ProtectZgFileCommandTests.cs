using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Encryption;

/// <summary>Protect-ZgFile and Unprotect-ZgFile, which need no network; the bytes are checked against the known answers
/// elsewhere.</summary>
public sealed class ProtectZgFileCommandTests : IDisposable
{
    private const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Variable = "ZEROG_TEST_FILE_KEY";
    private const string WalletVariable = "ZEROG_TEST_FILE_WALLET";

    // The public key of the private key 1, which is the base point.
    private const string PublicKeyOfOne = "0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    private readonly TempFolder _folder = new();
    private readonly ModuleSession _session = new();

    public ProtectZgFileCommandTests()
    {
        Environment.SetEnvironmentVariable(Variable, Key);
        Environment.SetEnvironmentVariable(WalletVariable, new string('0', 63) + "1");
        File.WriteAllText(_folder["a.txt"], "hello");
        File.WriteAllText(_folder["b.txt"], "hello, world");
        File.WriteAllText(_folder["text.key"], $"0x{Key}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["text.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        SecureText("Key", Key);
        _session.SetLocation(_folder.Path);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Brackets_InNamesAndInAFolderThatTabCompletionWrote_ComeBack()
    {
        Directory.CreateDirectory(_folder["safe [x]"]);
        File.Copy(_folder["a.txt"], _folder["a [1].txt"]);

        RunResult result = _session.Run("""
            Protect-ZgFile -LiteralPath 'a [1].txt' -EncryptionKey $Key -Destination './safe `[x`]/a [1].zge' |
                Unprotect-ZgFile -EncryptionKey $Key -Destination 'safe [x]/back [1].txt'
            """);

        result.AssertNoErrors();
        Assert.Equal("hello", File.ReadAllText(_folder["safe [x]/back [1].txt"]));
        Assert.True(File.Exists(_folder["safe [x]/a [1].zge"]));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    public void Bytes_NameLeadsElsewhere_IsRefusedWithoutADestinationToo(string name)
    {
        RunResult result = _session.Run($"'hello' | Protect-ZgFile -Name {name} -EncryptionKey $Key");

        Assert.StartsWith("ZgFileNameInvalid", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "..", "x.enc")));
    }

    [Theory]
    [InlineData("-EncryptionKey $Key", "-EncryptionKey $Key", "Aes256")]
    [InlineData($"-EncryptionKey env:{Variable}", "-EncryptionKey $Key", "Aes256")]
    [InlineData("-EncryptionKeyPath text.key", "-EncryptionKey $Key", "Aes256")]
    [InlineData("-EncryptionKey $Key", "-EncryptionKeyPath text.key", "Aes256")]
    [InlineData($"-Wallet env:{WalletVariable}", $"-Wallet env:{WalletVariable}", "Ecies")]
    [InlineData($"-RecipientPublicKey {PublicKeyOfOne}", $"-Wallet env:{WalletVariable}", "Ecies")]
    [InlineData("-EncryptionKey $Key", $"-EncryptionKey $Key -Wallet env:{WalletVariable}", "Aes256")]
    public void EachKey_DecryptsWhatItEncrypted(string encrypt, string decrypt, string version)
    {
        RunResult result = _session.Run($"Protect-ZgFile a.txt {encrypt} | Unprotect-ZgFile {decrypt} -Destination back.txt");

        result.AssertNoErrors();
        Assert.Empty(result.Warnings);
        PSObject file = Assert.Single(result.Output);
        Assert.Equal("hello", File.ReadAllText(_folder["back.txt"]));
        Assert.Equal(["Name", "Path", "Size", "Source", "Encryption"], file.Properties.Select(property => property.Name));
        Assert.Equal(version, file.Properties["Encryption"].Value.ToString());
        Assert.Equal(_folder["a.txt.enc"], file.Properties["Source"].Value);
        Assert.Equal(5L, file.Properties["Size"].Value);
    }

    [Fact]
    public void NoDestination_NamesTellWhatIsWhat()
    {
        Assert.Equal(["a.txt.enc", "b.txt.enc"], Names("Protect-ZgFile *.txt -EncryptionKey $Key"));
        Assert.Equal(["TargetExists", "TargetExists"], ErrorsOf("Unprotect-ZgFile *.enc -EncryptionKey $Key"));
        Assert.Equal(["a.txt", "b.txt"], Names("Unprotect-ZgFile *.enc -EncryptionKey $Key -Destination plain/"));
        Assert.Equal("hello, world", File.ReadAllText(_folder["plain/b.txt"]));
        File.Move(_folder["a.txt.enc"], _folder["received"]);
        Assert.Equal(["received.dec"], Names("Unprotect-ZgFile received -EncryptionKey $Key"));
        Assert.Equal(["greeting.enc"], Names("'hello' | Protect-ZgFile -Name greeting -EncryptionKey $Key"));
    }

    [Fact]
    public void TargetExists_IsLeftUnlessForced()
    {
        File.WriteAllText(_folder["a.txt.enc"], "mine");

        _session.Run("Protect-ZgFile a.txt -EncryptionKey $Key").SingleError("ZgTargetExists");
        Assert.Equal("mine", File.ReadAllText(_folder["a.txt.enc"]));

        _session.Run("Protect-ZgFile a.txt -EncryptionKey $Key -Force").AssertNoErrors();
        Assert.Equal(22, new FileInfo(_folder["a.txt.enc"]).Length);
        _session.Run("Protect-ZgFile a.txt -EncryptionKey $Key -Force -Destination a.txt").SingleError("ZgTargetIsSource");
        Assert.Equal("hello", File.ReadAllText(_folder["a.txt"]));
    }

    [Fact]
    public void WhatIf_WritesNothing()
    {
        _session.Run("Protect-ZgFile a.txt -EncryptionKey $Key -WhatIf").AssertNoErrors();

        Assert.False(File.Exists(_folder["a.txt.enc"]));
    }

    [Fact]
    public void OneBadFile_DoesNotEndTheOthers()
    {
        RunResult result = _session.Run("'a.txt', 'missing.txt', 'b.txt' | Protect-ZgFile -EncryptionKey $Key");

        result.SingleError("ZgFileNotFound");
        Assert.Equal(2, result.Output.Count);
    }

    [Theory]
    [InlineData("Protect-ZgFile a.txt", "ZgEncryptionKeyMissing")]
    [InlineData($"Protect-ZgFile a.txt -EncryptionKey $Key -RecipientPublicKey {PublicKeyOfOne}", "ZgEncryptionKeyAmbiguous")]
    [InlineData("Protect-ZgFile a.txt -EncryptionKey $Key -EncryptionKeyPath text.key", "ZgEncryptionKeyAmbiguous")]
    [InlineData($"Protect-ZgFile a.txt -EncryptionKey $Key -Wallet env:{WalletVariable}", "ZgEncryptionKeyAmbiguous")]
    [InlineData("Protect-ZgFile a.txt -EncryptionKey $Short", "ZgEncryptionKeyInvalid")]
    [InlineData("Protect-ZgFile a.txt -EncryptionKeyPath b.txt", "ZgEncryptionKeyInvalid")]
    [InlineData("Protect-ZgFile a.txt -EncryptionKeyPath missing.key", "ZgFileNotFound")]
    [InlineData("Protect-ZgFile a.txt -EncryptionKey env:ZEROG_NO_SUCH_VARIABLE", "ZgSecretNotFound")]
    [InlineData("Unprotect-ZgFile a.txt -EncryptionKey $Key -Destination c.txt", "ZgEncryptionVersionUnknown")]
    [InlineData("Unprotect-ZgFile cut.enc -EncryptionKey $Key", "ZgEncryptionHeaderTruncated")]
    [InlineData("Unprotect-ZgFile v1.enc", "ZgEncryptionKeyMissing")]
    [InlineData("Unprotect-ZgFile v2.enc -EncryptionKey $Key", "ZgEncryptionKeyMissing")]
    public void BadInput_IsTheErrorOfThatIdAndNothingIsWritten(string script, string errorId)
    {
        SecureText("Short", Key[..32]);
        File.WriteAllBytes(_folder["cut.enc"], [1, 2, 3]);
        _session.Run($"""
            Protect-ZgFile a.txt -EncryptionKey $Key -Destination v1.enc
            Protect-ZgFile a.txt -RecipientPublicKey {PublicKeyOfOne} -Destination v2.enc
            """).AssertNoErrors();
        string[] before = Directory.GetFiles(_folder.Path);

        RunResult result = _session.Run(script);

        ErrorRecord error = result.SingleError(errorId);
        Assert.NotNull(error.ErrorDetails?.RecommendedAction);
        Assert.DoesNotContain(Key[..16], error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before.Order(), Directory.GetFiles(_folder.Path).Order());
    }

    [Theory]
    [InlineData("-EncryptionKey 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData("-RecipientPublicKey 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    public void KeyAsPlainText_AndAddressAsPublicKey_AreRefusedAtBinding(string parameter)
    {
        ErrorRecord error = Assert.Single(_session.Run($"Protect-ZgFile a.txt {parameter}").Errors);

        Assert.IsType<ParameterBindingException>(error.Exception, exactMatch: false);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void KeyFileIsOpenToOthers_WarnsAndWorks()
    {
        // On Windows a file inherits the rights of its folder, and nothing is said.
        bool hasModes = !OperatingSystem.IsWindows();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["text.key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        RunResult result = _session.Run("Protect-ZgFile a.txt -EncryptionKeyPath text.key");

        result.AssertNoErrors();
        Assert.Equal(hasModes ? 1 : 0, result.Warnings.Count(warning => warning.Contains("chmod 600", StringComparison.Ordinal)));
    }

    [Fact]
    public void FilesOfAPipeline_ToAFolderThatIsMissing_AreAllThere()
    {
        RunResult result = _session.Run("""
            'a.txt', 'b.txt' | Protect-ZgFile -EncryptionKey $Key -Destination safe
            'safe/a.txt.enc', 'safe/b.txt.enc' | Unprotect-ZgFile -EncryptionKey $Key -Destination plain
            """);

        result.AssertNoErrors();
        Assert.Equal("hello", File.ReadAllText(_folder["plain/a.txt"]));
        Assert.Equal("hello, world", File.ReadAllText(_folder["plain/b.txt"]));
    }

    [Fact]
    public void TwoFilesForOneName_ReplaceEachOtherNotEvenByForce()
    {
        RunResult result = _session.Run("'a.txt', 'b.txt' | Protect-ZgFile -EncryptionKey $Key -Destination one.enc -Force");

        Assert.Equal(_folder["b.txt"], result.SingleError("ZgTargetExists").TargetObject);
        _session.Run("""
            $null = Unprotect-ZgFile one.enc -EncryptionKey $Key -Destination one.txt
            Protect-ZgFile a.txt -EncryptionKey $Key -Destination one.enc -Force
            """).AssertNoErrors();
        Assert.Equal("hello", File.ReadAllText(_folder["one.txt"]));
    }

    private void SecureText(string variable, string text)
    {
        System.Security.SecureString secret = new();
        foreach (char digit in text)
        {
            secret.AppendChar(digit);
        }

        _session.Set(variable, secret);
    }

    private IEnumerable<string> Names(string script)
    {
        RunResult result = _session.Run(script);
        result.AssertNoErrors();
        return result.Output.Select(file => (string)file.Properties["Name"].Value);
    }

    private IEnumerable<string> ErrorsOf(string script) =>
        _session.Run(script).Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0][2..]);
}
