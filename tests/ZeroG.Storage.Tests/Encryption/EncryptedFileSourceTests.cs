using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class EncryptedFileSourceTests : IDisposable
{
    private const int Segment = FlowPadding.SegmentSize;

    private readonly TempFolder _folder = new();
    private readonly SymmetricKey _symmetric = SymmetricKey.CreateRandom();
    private readonly Wallet _sender = Wallet.CreateRandom();
    private readonly Wallet _recipient = Wallet.CreateRandom();

    public void Dispose()
    {
        _symmetric.Dispose();
        _sender.Dispose();
        _recipient.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Kinds() => ["symmetric", "recipient", "recipient of a known sender", "own wallet"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_AnyRange_IsThatPartOfTheWhole(string kind)
    {
        Random random = new(5);
        byte[] plain = VectorInput.Generate("lcg32", Segment + 777);
        using EncryptedFileSource source = new(FileSource.FromBytes(plain), KeyOf(kind).Create());
        byte[] whole = await ReadAsync(source, 0, (int)source.Size);
        Assert.Equal(plain, Decrypt(whole));
        for (int i = 0; i < 200; i++)
        {
            int start = random.Next(i % 2 == 0 ? 120 : whole.Length);
            int length = random.Next(Math.Min(i % 3 == 0 ? 5000 : 70, whole.Length - start));

            Assert.Equal(whole.AsSpan(start, length).ToArray(), await ReadAsync(source, start, length));
        }
    }

    [Fact]
    public async Task Create_SameContentTwice_HasNothingInCommon()
    {
        byte[] plain = new byte[4096];
        foreach (EncryptionKey key in Kinds().Select(row => KeyOf(row.Data)))
        {
            using EncryptedFileSource first = new(FileSource.FromBytes(plain), key.Create());
            using EncryptedFileSource second = new(FileSource.FromBytes(plain), key.Create());

            Assert.NotEqual(first.Header.Bytes.ToArray(), second.Header.Bytes.ToArray());
            Assert.NotEqual(await ReadAsync(first, key.HeaderSize, 4096), await ReadAsync(second, key.HeaderSize, 4096));
        }
    }

    [Theory]
    [InlineData("symmetric")]
    [InlineData("recipient of a known sender")]
    [InlineData("own wallet")]
    public async Task Hash_WithRecords_GivesTheSameRootForTheSameContent(string kind)
    {
        EncryptionRecords records = new(_folder["records"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], VectorInput.Generate("lcg32", 10_000));

        (Hash256 first, byte[] header) = await HashAsync(KeyOf(kind), records);
        (Hash256 second, byte[] again) = await HashAsync(KeyOf(kind), records);

        Assert.Equal(first, second);
        Assert.Equal(header, again);
    }

    [Fact]
    public void Create_RecipientWithoutSender_CannotBeUploaded() => Assert.Throws<ArgumentException>(
        () => new EncryptedFile(() => FileSource.FromBytes(new byte[1]), KeyOf("recipient"), new EncryptionRecords(_folder["records"])));

    [Theory]
    [InlineData("symmetric")]
    [InlineData("own wallet")]
    public async Task Open_AgainAndAgain_IsTheSameFile(string kind)
    {
        await File.WriteAllBytesAsync(_folder["a.bin"], VectorInput.Generate("lcg32", 10_000));
        EncryptedFile file = new(() => FileSource.Open(_folder["a.bin"]), KeyOf(kind), new EncryptionRecords(_folder["records"]));
        using EncryptedFileSource first = file.Open();
        FileTree tree = await FileTree.BuildAsync(first);
        using EncryptedFileSource second = file.Open();

        Assert.Equal(await ReadAsync(first, 0, (int)first.Size), await ReadAsync(second, 0, (int)second.Size));
        Assert.Equal(tree.Root, (await FileTree.BuildAsync(second)).Root);
        Assert.StartsWith(kind == "symmetric" ? "Aes256:" : $"Ecies:{_sender.Address}", first.Encryption, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hash_ContentChangedSinceItWasSettled_IsRefused()
    {
        byte[] content = VectorInput.Generate("lcg32", (2 * Segment) + 99);
        await File.WriteAllBytesAsync(_folder["a.bin"], content);
        EncryptedFile file = new(() => FileSource.Open(_folder["a.bin"]), KeyOf("symmetric"), new EncryptionRecords(_folder["records"]));
        using (EncryptedFileSource first = file.Open())
        {
            await FileTree.BuildAsync(first.Slice(0, Segment));
        }

        content[^1] ^= 1;
        content[Segment + 1] ^= 1;
        await File.WriteAllBytesAsync(_folder["a.bin"], content);
        using EncryptedFileSource second = file.Open();

        // Each of these would leave under a nonce that has met another content.
        await FailsAsync(second);
        await FailsAsync(second.Slice(Segment, Segment));
        await FailsAsync(second.Slice(2 * Segment, second.Size - (2 * Segment)));
        await FailsAsync(second.Slice(256, 256));

        static async Task FailsAsync(FileSource source) =>
            Assert.Equal("ZgFileChanged", (await Assert.ThrowsAsync<ZeroGException>(() => FileTree.BuildAsync(source))).ErrorId);
    }

    [Theory]
    [InlineData("symmetric")]
    [InlineData("own wallet")]
    public async Task Hash_ContentOfTheSameSizeDiffers_NeverUsesTheNonceAgain(string kind)
    {
        EncryptionRecords records = new(_folder["records"]);
        byte[] content = VectorInput.Generate("lcg32", 10_000);
        await File.WriteAllBytesAsync(_folder["a.bin"], content);
        (_, byte[] before) = await HashAsync(KeyOf(kind), records);
        DateTime written = File.GetLastWriteTimeUtc(_folder["a.bin"]);

        content[5000] ^= 1;
        await File.WriteAllBytesAsync(_folder["a.bin"], content);
        File.SetLastWriteTimeUtc(_folder["a.bin"], written);
        (Hash256 root, byte[] after) = await HashAsync(KeyOf(kind), records);

        Assert.NotEqual(before[1..], after[1..]);
        Assert.Equal(root, (await HashAsync(KeyOf(kind), records)).Root);
    }

    [Fact]
    public async Task Hash_OtherKey_HasARecordOfItsOwn()
    {
        EncryptionRecords records = new(_folder["records"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[1000]);
        using SymmetricKey other = SymmetricKey.CreateRandom();

        (Hash256 root, _) = await HashAsync(KeyOf("symmetric"), records);
        (Hash256 otherRoot, _) = await HashAsync(EncryptionKey.FromSymmetric(other), records);

        Assert.NotEqual(root, otherRoot);
        Assert.Equal(root, (await HashAsync(KeyOf("symmetric"), records)).Root);
    }

    [Fact]
    public async Task Hash_BytesInMemory_AreKnownByTheirContent()
    {
        EncryptionRecords records = new(_folder["records"]);
        EncryptionKey key = KeyOf("symmetric");

        Hash256 first = await RootOfBytesAsync([1, 2, 3]);
        Hash256 other = await RootOfBytesAsync([1, 2, 4]);

        Assert.NotEqual(first, other);
        Assert.Equal(first, await RootOfBytesAsync([1, 2, 3]));
        Assert.Equal(other, await RootOfBytesAsync([1, 2, 4]));

        async Task<Hash256> RootOfBytesAsync(byte[] bytes)
        {
            using EncryptedFileSource source = new EncryptedFile(() => FileSource.FromBytes(bytes), key, records).Open();
            return (await FileTree.BuildAsync(source)).Root;
        }
    }

    [Fact]
    public async Task Hash_ManyAtOnceOfOneFile_AllComeToOneRoot()
    {
        EncryptionRecords records = new(_folder["records"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[50_000]);

        (Hash256 Root, byte[])[] all =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => HashAsync(KeyOf("symmetric"), records))));

        Assert.Single(all.Select(one => one.Root).Distinct());
    }

    [Fact]
    public async Task Hash_FragmentFirst_SettlesTheWhole()
    {
        EncryptionRecords records = new(_folder["records"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], VectorInput.Generate("lcg32", (2 * Segment) + 99));

        (Hash256 Fragment, byte[] Header) first = await HashFragmentAsync();
        (Hash256 Fragment, byte[] Header) second = await HashFragmentAsync();

        Assert.Equal(first.Fragment, second.Fragment);
        Assert.Equal(first.Header, second.Header);

        async Task<(Hash256, byte[])> HashFragmentAsync()
        {
            using EncryptedFileSource source =
                new EncryptedFile(() => FileSource.Open(_folder["a.bin"]), KeyOf("symmetric"), records).Open();
            using FileSource fragment = source.Slice(Segment, Segment);
            using FileSource last = source.Slice(2 * Segment, source.Size - (2 * Segment));
            await FileTree.BuildAsync(last);
            return ((await FileTree.BuildAsync(fragment)).Root, source.Header.Bytes.ToArray());
        }
    }

    [Fact]
    public async Task Records_OfAnyKey_HoldNoSecretAndBelongToTheOwner()
    {
        EncryptionRecords records = new(_folder["records"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[1000]);
        foreach (string kind in new[] { "symmetric", "recipient of a known sender", "own wallet" })
        {
            (Hash256 root, byte[] header) = await HashAsync(KeyOf(kind), records);

            // Root and header go to the network anyway; there is nothing else in the record.
            Assert.Single(
                Directory.GetFiles(_folder["records"]),
                file => File.ReadAllBytes(file).AsSpan().SequenceEqual([.. root.ToArray(), .. header]));
        }

        Assert.All(Directory.GetFiles(_folder["records"]), file => Assert.True(OwnerOnly.Is(file), file));
    }

    [Fact]
    public async Task Records_Damaged_AreWrittenAnew()
    {
        EncryptionRecords records = new(_folder["records"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[1000]);
        await HashAsync(KeyOf("symmetric"), records);
        string record = Assert.Single(Directory.GetFiles(_folder["records"]), file => !file.EndsWith(".lock", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(record, [1, 2, 3]);

        (Hash256 root, _) = await HashAsync(KeyOf("symmetric"), records);

        Assert.Equal(root, (await HashAsync(KeyOf("symmetric"), records)).Root);
    }

    [Fact]
    public void ThrowIfChanged_PlainFileChanged_IsNoticed()
    {
        File.WriteAllBytes(_folder["a.bin"], new byte[100]);
        using EncryptedFileSource source = new(FileSource.Open(_folder["a.bin"]), KeyOf("symmetric").Create());
        source.ThrowIfChanged();
        File.WriteAllBytes(_folder["a.bin"], new byte[99]);

        Assert.Equal("ZgFileChanged", Assert.Throws<ZeroGException>(source.ThrowIfChanged).ErrorId);
    }

    private static async Task<byte[]> ReadAsync(FileSource source, int start, int length)
    {
        byte[] bytes = new byte[length];
        await source.ReadAsync(start, bytes);
        return bytes;
    }

    private byte[] Decrypt(byte[] encrypted)
    {
        EncryptionHeader header = EncryptionHeader.Read(encrypted, "test");
        foreach (Wallet reader in new[] { _recipient, _sender })
        {
            using FileCipher cipher = new DecryptionKeys(_symmetric, reader).Open(header, "test");
            byte[] plain = encrypted[header.Size..];
            cipher.Apply(0, plain, plain);
            if (plain.AsSpan(0, 64).SequenceEqual(VectorInput.Generate("lcg32", 64)))
            {
                return plain;
            }
        }

        throw new InvalidOperationException("Nobody can read it.");
    }

    private EncryptionKey KeyOf(string kind) => kind switch
    {
        "symmetric" => EncryptionKey.FromSymmetric(_symmetric),
        "recipient" => EncryptionKey.ForRecipient(_recipient.PublicKey),
        "recipient of a known sender" => EncryptionKey.ForRecipient(_recipient.PublicKey, _sender),
        _ => EncryptionKey.ForWallet(_sender),
    };

    private async Task<(Hash256 Root, byte[] Header)> HashAsync(EncryptionKey key, EncryptionRecords records)
    {
        using EncryptedFileSource source = new EncryptedFile(() => FileSource.Open(_folder["a.bin"]), key, records).Open();
        Hash256 root = (await FileTree.BuildAsync(source)).Root;
        return (root, source.Header.Bytes.ToArray());
    }
}
