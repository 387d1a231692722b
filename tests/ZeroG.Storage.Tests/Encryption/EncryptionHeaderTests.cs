using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class EncryptionHeaderTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0x50)]
    [InlineData(255)]
    public void Read_OtherFirstByte_SaysWhichAndWhatToDo(byte first)
    {
        ZeroGException failure = Fails("ZgEncryptionVersionUnknown", [first, .. new byte[100]]);

        Assert.Equal(
            $"'x.bin' is not encrypted, or in a newer way: its first byte is {first}, not 1 or 2. "
            + "Take it without decryption, or update the module.",
            failure.Message);
        Assert.Equal("x.bin", failure.Target);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 16)]
    [InlineData(2, 17)]
    [InlineData(2, 49)]
    public void Read_HeaderIsCutOff_SaysSo(byte version, int size) =>
        Fails("ZgEncryptionHeaderTruncated", [version, .. new byte[size - 1]]);

    [Fact]
    public void Read_NoBytesAtAll_SaysSo() => Fails("ZgEncryptionHeaderTruncated", []);

    [Fact]
    public void Read_EphemeralKeyIsNoPoint_SaysSo()
    {
        Fails("ZgEncryptionHeaderInvalid", [2, 4, .. new byte[48]]);
        Fails("ZgEncryptionHeaderInvalid", [2, 2, .. Enumerable.Repeat((byte)0xFF, 48)]);
    }

    [Fact]
    public async Task Peek_LongerFile_ReadsTheHeaderAlone()
    {
        using Wallet wallet = Wallet.CreateRandom();
        byte[] aes = [1, .. Nonce, .. new byte[100]];
        byte[] ecies = [2, .. wallet.PublicKey.ToCompressed(), .. Nonce];

        EncryptionHeader first = await EncryptionHeader.PeekAsync(FileSource.FromBytes(aes));
        EncryptionHeader second = await EncryptionHeader.PeekAsync(FileSource.FromBytes(ecies));

        Assert.Equal((EncryptionVersion.Aes256, 17, null), (first.Version, first.Size, first.EphemeralKey));
        Assert.Equal((EncryptionVersion.Ecies, 50, wallet.PublicKey), (second.Version, second.Size, second.EphemeralKey));
        Assert.Equal(Nonce, first.Nonce.ToArray());
        Assert.Equal(Nonce, second.Nonce.ToArray());
        Assert.Equal(ecies, second.Bytes.ToArray());
    }

    [Fact]
    public void Open_KeyOfTheOtherKind_SaysWhichIsMissing()
    {
        using Wallet wallet = Wallet.CreateRandom();
        using SymmetricKey key = SymmetricKey.CreateRandom();
        EncryptionHeader aes = EncryptionHeader.Read([1, .. Nonce], "a.bin");
        EncryptionHeader ecies = EncryptionHeader.Read([2, .. wallet.PublicKey.ToCompressed(), .. Nonce], "b.bin");

        ZeroGException noKey = Assert.Throws<ZeroGException>(() => new DecryptionKeys(null, wallet).Open(aes, "a.bin"));
        ZeroGException noWallet = Assert.Throws<ZeroGException>(() => new DecryptionKeys(key, null).Open(ecies, "b.bin"));

        Assert.Equal(("ZgEncryptionKeyMissing", "a.bin"), (noKey.ErrorId, noKey.Target));
        Assert.Equal(("ZgEncryptionKeyMissing", "b.bin"), (noWallet.ErrorId, noWallet.Target));
        Assert.Contains("-EncryptionKey", noKey.Message, StringComparison.Ordinal);
        Assert.Contains("wallet", noWallet.Message, StringComparison.Ordinal);
    }

    private static ZeroGException Fails(string id, byte[] bytes)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => EncryptionHeader.Read(bytes, "x.bin"));
        Assert.Equal(id, failure.ErrorId);
        return failure;
    }
}
