using System.Management.Automation;
using System.Text;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Encryption;

/// <summary>Send-ZgFile and Receive-ZgFile with encryption, fragments, ranges and content in the pipeline, on a network of their
/// own.</summary>
public sealed class EncryptedPipelineTests : IClassFixture<DevNetSession>
{
    private const string Variable = "ZEROG_TEST_PIPELINE_KEY";

    // The public key of the private key 1, and that key.
    private const string PublicKeyOfOne = "0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private const string OtherVariable = "ZEROG_TEST_PIPELINE_OTHER_KEY";
    private const string WalletVariable = "ZEROG_TEST_PIPELINE_WALLET";

    private readonly DevNetSession _devNet;

    public EncryptedPipelineTests(DevNetSession devNet)
    {
        _devNet = devNet;
        Environment.SetEnvironmentVariable(Variable, string.Concat(Enumerable.Repeat("a5", 32)));
        Environment.SetEnvironmentVariable(WalletVariable, new string('0', 63) + "1");
    }

    private ModuleSession Session => _devNet.Session;

    [Theory]
    [InlineData("-Encrypt", "-Decrypt", "Ecies:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [InlineData($"-EncryptionKey env:{Variable}", $"-EncryptionKey env:{Variable}", "Aes256:")]
    [InlineData(
        $"-RecipientPublicKey {PublicKeyOfOne}", $"-Decrypt -Wallet env:{WalletVariable}",
        "Ecies:0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")]
    [InlineData("-Encrypt -FragmentSize 262144", "-Decrypt", "Ecies:")]
    public void SentEncrypted_ComesBackDecrypted(string encrypt, string decrypt, string encryption)
    {
        string name = $"f{Guid.NewGuid():N}.bin";
        string path = _devNet.NewFile(name, 600_000);

        RunResult sent = Session.Run($"Send-ZgFile {name} {encrypt} | Receive-ZgFile -Destination back/ {decrypt}");

        sent.AssertNoErrors();
        PSObject received = Assert.Single(sent.Output);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_devNet.Folder[$"back/{name}"]));
        Assert.Equal(encryption[..encryption.IndexOf(':', StringComparison.Ordinal)], received.Properties["Encryption"].Value.ToString());
        RunResult again = Session.Run($"Send-ZgFile {name} {encrypt}");
        again.AssertNoErrors();
        PSObject result = Assert.Single(again.Output);
        Assert.StartsWith(encryption, (string)result.Properties["Encryption"].Value, StringComparison.Ordinal);
        Assert.Equal("AlreadyStored", result.Properties["State"].Value.ToString());
    }

    [Fact]
    public void MixedFiles_DecryptTakesEachAsItIsStored()
    {
        _devNet.NewFile("plain.bin");
        _devNet.NewFile("secret.bin");

        RunResult result = Session.Run(
            "$(Send-ZgFile plain.bin; Send-ZgFile secret.bin -Encrypt) | Receive-ZgFile -Destination mixed/ -Decrypt");

        result.AssertNoErrors();
        foreach (string name in new[] { "plain.bin", "secret.bin" })
        {
            Assert.Equal(File.ReadAllBytes(_devNet.Folder[name]), File.ReadAllBytes(_devNet.Folder[$"mixed/{name}"]));
        }
    }

    [Fact]
    public void EncryptedFile_ReceivedAsStored_WarnsAndIsUnprotectedLater()
    {
        _devNet.NewFile("later.bin");

        RunResult result = Session.Run(
            "Send-ZgFile later.bin -Encrypt | Receive-ZgFile -Destination stored.enc | Unprotect-ZgFile -Destination later.out");

        result.AssertNoErrors();
        Assert.Contains("-Decrypt", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_devNet.Folder["later.bin"]), File.ReadAllBytes(_devNet.Folder["later.out"]));
    }

    [Theory]
    [InlineData("-Encrypt", "-Decrypt -Wallet dev1")]
    [InlineData("-Encrypt", $"-Decrypt -Wallet env:{WalletVariable}")]
    [InlineData($"-EncryptionKey env:{Variable}", $"-EncryptionKey env:{OtherVariable}")]
    public void KnownToBeEncryptedWithAnotherKey_IsRefusedBeforeAnythingIsWritten(string encrypt, string decrypt)
    {
        Environment.SetEnvironmentVariable(OtherVariable, new string('b', 64));
        _devNet.NewFile("mine.bin");

        RunResult result = Session.Run($"Send-ZgFile mine.bin {encrypt} | Receive-ZgFile -Destination notmine/ {decrypt}");

        result.SingleError("ZgEncryptionKeyMismatch");
        Assert.False(File.Exists(_devNet.Folder["notmine/mine.bin"]));
    }

    [Fact]
    public void Fragments_ByNameOrByPipeline_AreOneFile()
    {
        string path = _devNet.NewFile("parts.bin", 700_000);

        RunResult result = Session.Run("""
            $sent = Send-ZgFile parts.bin -FragmentSize 262144
            $sent.Roots.Count
            ($sent | Receive-ZgFile -Destination one.bin).Size
            (Receive-ZgFile -Fragment $sent.Roots -Destination two.bin).Size
            (Receive-ZgFile -Fragment "$($sent.Roots)" -Destination three.bin).Size
            $line = [pscustomobject]@{ Root = "$($sent.Root)"; Roots = "$($sent.Roots)"; Name = 'four.bin' }
            ($line | Receive-ZgFile -Destination ./).Size
            """);

        result.AssertNoErrors();
        Assert.Equal([3, 700_000L, 700_000L, 700_000L, 700_000L], result.Output.Select(output => output.BaseObject));
        Assert.All(
            (string[])["one.bin", "two.bin", "three.bin", "four.bin"],
            name => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_devNet.Folder[name])));
    }

    [Fact]
    public void Range_IntoAFileOrThePipeline_IsThatSlice()
    {
        string path = _devNet.NewFile("ranged.bin", 600_000);
        byte[] expected = File.ReadAllBytes(path).AsSpan(262_000, 1000).ToArray();

        RunResult result = Session.Run("""
            $sent = Send-ZgFile ranged.bin
            $null = $sent | Receive-ZgFile -Destination slice.bin -Offset 262000 -Length 1000
            $sent | Receive-ZgFile -Offset 262000 -Length 1000 -AsByteStream
            """);

        result.AssertNoErrors();
        Assert.Equal(expected, File.ReadAllBytes(_devNet.Folder["slice.bin"]));
        Assert.Equal(expected, Assert.IsType<byte[]>(Assert.Single(result.Output).BaseObject));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Encrypt")]
    public void Content_IntoThePipeline_IsBytesOrLines(string encrypt)
    {
        string text = string.Join("\n", Enumerable.Range(0, 40_000).Select(i => $"line {i} ä"));
        File.WriteAllText(_devNet.Folder["text.txt"], text);

        RunResult bytes = Session.Run($"Send-ZgFile text.txt {encrypt} | Receive-ZgFile -AsByteStream -Decrypt");
        RunResult lines = Session.Run($"Send-ZgFile text.txt {encrypt} | Receive-ZgFile -AsText -Decrypt");

        bytes.AssertNoErrors();
        lines.AssertNoErrors();
        Assert.Equal(text, Encoding.UTF8.GetString([.. bytes.Output.SelectMany(piece => (byte[])piece.BaseObject)]));
        Assert.Equal(text.Split('\n'), lines.Output.Select(line => line.BaseObject));
    }

    [Theory]
    [InlineData("Send-ZgFile bad.bin -Encrypt -EncryptionKey env:" + Variable, "ZgEncryptionKeyAmbiguous")]
    [InlineData("Send-ZgFile bad.bin -EncryptionKeyPath bad.bin", "ZgEncryptionKeyInvalid")]
    [InlineData("Send-ZgFile bad.bin | Receive-ZgFile -AsByteStream -Destination x.bin", "ZgOutputAmbiguous")]
    [InlineData("Send-ZgFile bad.bin | Receive-ZgFile -AsByteStream -AsText", "ZgOutputAmbiguous")]
    [InlineData("Send-ZgFile bad.bin | Receive-ZgFile -Destination x.bin -Offset 1000", "ZgRangeInvalid")]
    [InlineData("(Send-ZgFile bad.bin).Root | Receive-ZgFile -Destination x.bin -Decrypt", "ZgEncryptionVersionUnknown")]
    [InlineData(
        "(Send-ZgFile bad.bin -EncryptionKey env:" + Variable + ").Root | Receive-ZgFile -Destination x.bin -Decrypt",
        "ZgEncryptionKeyMissing")]
    [InlineData("Receive-ZgFile -Fragment 0x12, 0x13 -Destination x.bin", "ZgRootInvalid")]
    public void BadInput_IsTheErrorOfThatIdAndWritesNothing(string script, string errorId)
    {
        File.WriteAllBytes(_devNet.Folder["bad.bin"], [.. Enumerable.Repeat((byte)7, 1000)]);

        RunResult result = Session.Run(script);

        Assert.NotNull(result.SingleError(errorId).ErrorDetails?.RecommendedAction);
        Assert.Empty(Directory.GetFiles(_devNet.Folder.Path, "x.bin*"));
    }

    [Fact]
    public void WhatIf_SaysForWhomAndWhatTheEncryptedFileCosts()
    {
        _devNet.NewFile("cost.bin", 256);

        RunResult result = Session.Run("""
            $before = (Get-ZgBalance).Amount
            Send-ZgFile cost.bin -Encrypt -WhatIf
            $before -eq (Get-ZgBalance).Amount
            """);

        result.AssertNoErrors();
        Assert.Equal([true], result.Output.Select(output => output.BaseObject));
    }
}
