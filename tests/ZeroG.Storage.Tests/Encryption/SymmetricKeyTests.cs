using ZeroG.Chain;
using ZeroG.Storage.Encryption;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class SymmetricKeyTests
{
    private const string Hex32 = "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff";

    [Theory]
    [InlineData(Hex32)]
    [InlineData("0x" + Hex32)]
    [InlineData("  " + Hex32 + "\n")]
    public void Parse_HexOf32Bytes_IsTheKey(string text)
    {
        using SymmetricKey key = SymmetricKey.Parse(text);

        Assert.Equal(Hex.ParseBytes(Hex32), key.Bytes.ToArray());
        Assert.Equal("********", key.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("correct horse battery staple")]
    [InlineData("0x00112233445566778899AABBCCDDEEFF")]
    [InlineData(Hex32 + "00")]
    public void Parse_AnythingElse_IsRefusedAndNotRepeated(string text)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => SymmetricKey.Parse(text));

        Assert.Equal("ZgEncryptionKeyInvalid", failure.ErrorId);
        Assert.DoesNotContain("horse", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("00112233", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Create_WrongLength_IsRefused(int length) =>
        Assert.Equal("ZgEncryptionKeyInvalid", Assert.Throws<ZeroGException>(() => new SymmetricKey(new byte[length])).ErrorId);

    [Fact]
    public async Task FromFile_BytesOrText_IsTheKey()
    {
        using TempFolder folder = new();
        await File.WriteAllBytesAsync(folder["raw.key"], Hex.ParseBytes(Hex32));
        await File.WriteAllTextAsync(folder["text.key"], $"0x{Hex32}\r\n");

        foreach (string name in new[] { "raw.key", "text.key" })
        {
            using SymmetricKey key = await SymmetricKey.FromFileAsync(folder[name]);
            Assert.Equal(Hex.ParseBytes(Hex32), key.Bytes.ToArray());
        }
    }

    [Theory]
    [InlineData("password", "ZgEncryptionKeyInvalid")]
    [InlineData(Hex32 + Hex32 + Hex32, "ZgEncryptionKeyInvalid")]
    [InlineData("", "ZgFileEmpty")]
    [InlineData(null, "ZgFileNotFound")]
    public async Task FromFile_AnythingElse_IsRefusedAndNotRepeated(string? text, string errorId)
    {
        using TempFolder folder = new();
        if (text is not null)
        {
            await File.WriteAllTextAsync(folder["a.key"], text);
        }

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => SymmetricKey.FromFileAsync(folder["a.key"]));

        Assert.Equal(errorId, failure.ErrorId);
        Assert.DoesNotContain("password,", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("00112233", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_ClearsTheBytes()
    {
        SymmetricKey key = SymmetricKey.Parse(Hex32);
        key.Dispose();

        Assert.Equal(new byte[32], key.Bytes.ToArray());
    }
}
