using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Transfer;

namespace ZeroG.Interop.Tests;

/// <summary>What the official SDK encrypts we decrypt, and the other way, whole and in fragments.</summary>
public sealed class EncryptionTests(NodePackages packages) : IAsyncLifetime
{
    private const string Key = "0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly SdkNetwork _network = new(packages);
    private readonly SymmetricKey _key = SymmetricKey.Parse(Key);
    private readonly Wallet _wallet = DevNet.OpenWallet();

    public async ValueTask InitializeAsync() => await _network.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        _wallet.Dispose();
        await _network.DisposeAsync();
    }

    [Theory]
    [InlineData("aes256", 1, 1 << 30)]
    [InlineData("aes256", 700_000, 262_144)]
    [InlineData("ecies", 262_095, 1 << 30)]
    [InlineData("ecies", 700_000, 262_144)]
    public async Task EncryptedByTheSdk_IsDecryptedByUs(string type, int size, int fragmentSize)
    {
        string source = _network.Write(size);

        IReadOnlyList<Hash256> roots = await _network.SendEncryptedByAsync(
            SdkPackage.Current, source, fragmentSize, type, type == "aes256" ? Key : _wallet.PublicKey.ToString());

        // The SDK cuts first and encrypts each fragment by itself, unlike the Go client and its own download; each is then a file of its
        // own.
        Assert.Equal(fragmentSize > size, roots.Count == 1);
        List<byte> content = [];
        foreach (Hash256 root in roots)
        {
            content.AddRange(await _network.ReceiveAsync([root], new DecryptionKeys(_key, _wallet)));
        }

        Assert.Equal(await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken), content);
    }

    [Theory]
    [InlineData("aes256", 300, 1 << 30)]
    [InlineData("aes256", 700_000, 262_144)]
    [InlineData("ecies", 300, 1 << 30)]
    [InlineData("ecies", 700_000, 262_144)]
    public async Task EncryptedByUs_IsDecryptedByTheSdk(string type, int size, int fragmentSize)
    {
        string source = _network.Write(size);
        EncryptionKey key = type == "aes256" ? EncryptionKey.FromSymmetric(_key) : EncryptionKey.ForWallet(_wallet);

        UploadResult sent = await _network.SendEncryptedAsync(source, fragmentSize, key);

        (int version, byte[] content) =
            await _network.ReceiveDecryptedByAsync(SdkPackage.Current, sent.Roots, type == "aes256" ? Key : null);
        Assert.Equal(type == "aes256" ? 1 : 2, version);
        Assert.Equal(await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken), content);
    }
}
