using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Tests.Transfer;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class DecryptingDownloadTests : IDisposable
{
    private const int Segment = FlowPadding.SegmentSize;

    private static readonly byte[] Plain = VectorInput.Generate("lcg32", (4 * Segment) + 1000);

    private readonly DownloadBench _bench = new();
    private readonly SymmetricKey _key = SymmetricKey.CreateRandom();
    private readonly Wallet _wallet = Wallet.CreateRandom();

    private DownloadOptions Decrypting => new() { Decryption = new DecryptionKeys(_key, _wallet) };

    public void Dispose()
    {
        _bench.Dispose();
        _key.Dispose();
        _wallet.Dispose();
    }

    [Theory]
    [InlineData(EncryptionVersion.Aes256, 1)]
    [InlineData(EncryptionVersion.Aes256, Segment - 17)]
    [InlineData(EncryptionVersion.Aes256, (2 * Segment) + 1)]
    [InlineData(EncryptionVersion.Ecies, Segment)]
    [InlineData(EncryptionVersion.Ecies, (4 * Segment) + 1000)]
    public async Task Receive_EncryptedFile_WritesItsContentAndNothingElse(EncryptionVersion version, int size)
    {
        byte[] encrypted = await EncryptAsync(Plain[..size], version);
        Hash256 root = await _bench.KeepAsync(encrypted);

        DownloadResult result = await _bench.ReceiveAsync([root], Decrypting);

        Assert.Equal(Plain[..size], await File.ReadAllBytesAsync(_bench.Target));
        Assert.Equal((size, root, version), (result.Size, result.Root, result.Encryption));
        Assert.Equal([_bench.Target], Directory.GetFiles(_bench.Folder.Path));
        Assert.Equal(_bench.Asked.Distinct().Count(), _bench.Asked.Count());
    }

    [Theory]
    [InlineData(256)]
    [InlineData(Segment)]
    [InlineData(2 * Segment)]
    public async Task Receive_EncryptedFragments_AreOneContent(int fragmentSize)
    {
        byte[] plain = fragmentSize == 256 ? Plain[..3000] : Plain;
        Hash256[] roots = await _bench.KeepFragmentsAsync(await EncryptAsync(plain, EncryptionVersion.Ecies), fragmentSize);

        await _bench.ReceiveAsync(roots, Decrypting);

        Assert.Equal(plain, await File.ReadAllBytesAsync(_bench.Target));
    }

    [Fact]
    public async Task Receive_HeaderAlone_IsAnEmptyFile()
    {
        Hash256 root = await _bench.KeepAsync([1, .. new byte[16]]);

        await _bench.ReceiveAsync([root], Decrypting);

        Assert.Empty(await File.ReadAllBytesAsync(_bench.Target));
    }

    [Theory]
    [InlineData(EncryptionVersion.Aes256)]
    [InlineData(EncryptionVersion.Ecies)]
    public async Task Receive_RangeOfTheContent_IsThatSlice(EncryptionVersion version)
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, version));

        await _bench.ReceiveAsync([root], Decrypting with { Range = new ByteRange((2 * Segment) - 5, 100) });

        Assert.Equal(Plain.AsSpan((2 * Segment) - 5, 100).ToArray(), await File.ReadAllBytesAsync(_bench.Target));
    }

    [Fact]
    public async Task OpenRead_AnyReadsAndSeeks_GiveTheContent()
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, EncryptionVersion.Aes256));
        await using Stream stream = await (await _bench.OpenAsync(Decrypting)).OpenReadAsync([root]);
        Random random = new(4);
        byte[] buffer = new byte[Segment + 100];
        for (int i = 0; i < 30; i++)
        {
            stream.Position = random.Next(Plain.Length - buffer.Length);
            int start = (int)stream.Position;

            await stream.ReadExactlyAsync(buffer);

            Assert.Equal(Plain.AsSpan(start, buffer.Length).ToArray(), buffer);
        }
    }

    [Fact]
    public async Task Receive_Interrupted_GoesOnAndIsVerifiedAsAWhole()
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, EncryptionVersion.Ecies));
        await _bench.StopAtAsync([root], 3, Decrypting);
        Assert.False(File.Exists(_bench.Target));

        await _bench.ReceiveAsync([root], Decrypting);

        Assert.Equal(Plain, await File.ReadAllBytesAsync(_bench.Target));
        Assert.DoesNotContain((7, 1), _bench.Asked);
    }

    [Fact]
    public async Task Receive_PartialFileWasTorn_StartsOverByItself()
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, EncryptionVersion.Ecies));
        await _bench.StopAtAsync([root], 3, Decrypting);
        using (FileStream partial = File.Open(_bench.Partial, FileMode.Open))
        {
            partial.Position = Segment;
            partial.Write(new byte[4096]);
        }

        await _bench.ReceiveAsync([root], Decrypting);

        Assert.Equal(Plain, await File.ReadAllBytesAsync(_bench.Target));
    }

    [Fact]
    public async Task Receive_UnfinishedDownloadOfTheStoredBytes_IsNotMistakenForContent()
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, EncryptionVersion.Ecies));
        await _bench.StopAtAsync([root], 3, new DownloadOptions());

        await _bench.FailsAsync("ZgTargetExists", [root], Decrypting);
        await _bench.ReceiveAsync([root]);
    }

    [Fact]
    public async Task Receive_NodeLiesWithoutProofs_IsFoundByTheRootOfTheStoredBytes()
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, EncryptionVersion.Aes256));
        _bench.Nodes[0].Answering = (method, parameters) => method == "zgs_downloadSegmentByTxSeq" && parameters[1].GetInt64() == 1024
            ? $"\"{Convert.ToBase64String(new byte[Segment])}\""
            : null;

        await _bench.FailsAsync("ZgRootMismatch", [root], Decrypting with { WithProof = false });

        Assert.False(File.Exists(_bench.Target));
    }

    [Fact]
    public async Task Receive_AlteredCiphertext_IsRefusedAndTheNodeNamed()
    {
        Hash256 root = await _bench.KeepAsync(Plain);
        _bench.Nodes[0].Answering = (method, parameters) => FileDownloadTests.Lie("data", method, parameters);

        ZeroGException failure = await _bench.FailsAsync("ZgProofInvalid", [root]);

        Assert.Equal(_bench.Nodes[0].Uri, failure.Target);
    }

    [Fact]
    public async Task Receive_PlainFile_SaysThatItIsNotEncryptedAndWritesNothing()
    {
        Hash256 root = await _bench.KeepAsync(new byte[1000]);

        ZeroGException failure = await _bench.FailsAsync("ZgEncryptionVersionUnknown", [root], Decrypting);

        Assert.Equal(root.ToString(), failure.Target);
        Assert.Empty(Directory.GetFiles(_bench.Folder.Path));
    }

    [Theory]
    [InlineData(EncryptionVersion.Aes256)]
    [InlineData(EncryptionVersion.Ecies)]
    public async Task Receive_KeyIsMissing_SaysWhichAndWritesNothing(EncryptionVersion version)
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, version));
        DecryptionKeys other = version == EncryptionVersion.Aes256 ? new DecryptionKeys(null, _wallet) : new DecryptionKeys(_key, null);

        await _bench.FailsAsync("ZgEncryptionKeyMissing", [root], new DownloadOptions { Decryption = other });

        Assert.Empty(Directory.GetFiles(_bench.Folder.Path));
    }

    [Fact]
    public async Task Receive_WrongKey_CannotBeNoticed()
    {
        Hash256 root = await _bench.KeepAsync(await EncryptAsync(Plain, EncryptionVersion.Aes256));
        using SymmetricKey wrong = SymmetricKey.CreateRandom();

        DownloadResult result = await _bench.ReceiveAsync([root], new DownloadOptions { Decryption = new DecryptionKeys(wrong, null) });

        // The format has no means to tell: the bytes are those of the network, and make no sense.
        Assert.Equal(Plain.Length, result.Size);
        Assert.NotEqual(Plain, await File.ReadAllBytesAsync(_bench.Target));
    }

    private async Task<byte[]> EncryptAsync(byte[] plain, EncryptionVersion version)
    {
        EncryptionKey key =
            version == EncryptionVersion.Aes256 ? EncryptionKey.FromSymmetric(_key) : EncryptionKey.ForRecipient(_wallet.PublicKey);
        using EncryptedFileSource source = new(FileSource.FromBytes(plain), key.Create());
        byte[] bytes = new byte[source.Size];
        await source.ReadAsync(0, bytes);
        return bytes;
    }
}
