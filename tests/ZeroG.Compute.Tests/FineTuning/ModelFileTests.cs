using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>A model of two chunks, which no vector holds inline, and every way in which it can be wrong.</summary>
public sealed class ModelFileTests : IClassFixture<ModelFileTests.TwoChunks>, IDisposable
{
    private const int HeaderSize = 77;
    private const int SecondChunk = HeaderSize + ModelFileLayout.ChunkSize + 16;

    private readonly TempFolder _folder = new();
    private readonly TwoChunks _model;

    public ModelFileTests(TwoChunks model) => _model = model;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decrypt_OtherKey_IsWrongKey()
    {
        using SymmetricKey other = SymmetricKey.CreateRandom();

        ZeroGException failure = await FailAsync(_model.Encrypted, other);

        Assert.Equal("ZgModelKeyWrong", failure.ErrorId);
        Assert.DoesNotContain(Convert.ToHexString(other.Bytes), failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Decrypt_OtherSigner_SaysWhoShouldHaveSigned()
    {
        using Wallet other = Wallet.CreateRandom();

        ZeroGException failure = await FailAsync(_model.Encrypted, _model.Key, other.Address);

        Assert.Equal("ZgModelFileSigner", failure.ErrorId);
        Assert.Equal(
            $"The file was not signed by {other.Address}. Wrong file, or the provider changed its signer since training.", failure.Message);
    }

    [Theory]
    [InlineData(HeaderSize + 5, 1)]
    [InlineData(HeaderSize + ModelFileLayout.ChunkSize + 3, 1)]
    [InlineData(SecondChunk + 100, 2)]
    [InlineData(SecondChunk + TwoChunks.Rest + 15, 2)]
    public async Task Decrypt_OneBitAltered_SaysWhichPart(int where, int part)
    {
        byte[] file = [.. _model.Encrypted];
        file[where] ^= 0x40;

        ZeroGException failure = await FailAsync(file, _model.Key);

        Assert.Equal("ZgModelFileAltered", failure.ErrorId);
        Assert.Contains($"part {part} of 2", failure.Message, StringComparison.Ordinal);
    }

    // In the only chunk of a model nothing else proves the key, but a model is a zip and begins like one.
    [Fact]
    public async Task Decrypt_OneChunkAltered_IsToldFromAWrongKeyByTheZip()
    {
        byte[] plain = [.. "PK"u8, 3, 4, .. new byte[500]];
        byte[] file = await TwoChunks.EncryptAsync(_folder["one"], new MemoryStream(plain), _model.Key, _model.Signer);
        file[HeaderSize + 300] ^= 1;

        Assert.Equal("ZgModelFileAltered", (await FailAsync(file, _model.Key)).ErrorId);
        using SymmetricKey other = SymmetricKey.CreateRandom();
        Assert.Equal("ZgModelKeyWrong", (await FailAsync(file, other)).ErrorId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(76)]
    [InlineData(HeaderSize + 16)]
    [InlineData(SecondChunk + 1)]
    [InlineData(SecondChunk + 16)]
    public async Task Decrypt_CutWhereNoFileCanEnd_IsTruncated(int length)
    {
        ZeroGException failure = await FailAsync(_model.Encrypted[..length], _model.Key);

        Assert.Equal("ZgModelFileTruncated", failure.ErrorId);
        Assert.Contains($"{length} bytes", failure.Message, StringComparison.Ordinal);
    }

    // What is taken for the last tag are bytes of the text then, and nothing that was signed.
    [Theory]
    [InlineData(SecondChunk + TwoChunks.Rest, 2)]
    [InlineData(SecondChunk + 17, 2)]
    [InlineData(SecondChunk - 1000, 1)]
    public async Task Decrypt_CutWhereAFileCouldEnd_IsCutShort(int length, int part)
    {
        ZeroGException failure = await FailAsync(_model.Encrypted[..length], _model.Key);

        Assert.Equal("ZgModelFileAltered", failure.ErrorId);
        Assert.Contains($"cut short or altered: part {part} of", failure.Message, StringComparison.Ordinal);
    }

    // Not even its last part is missing: the signature is what knows that there was another.
    [Fact]
    public async Task Decrypt_WithoutItsLastPart_IsNotWhatWasSigned() =>
        Assert.Equal("ZgModelFileSigner", (await FailAsync(_model.Encrypted[..SecondChunk], _model.Key)).ErrorId);

    [Fact]
    public async Task Decrypt_BytesOfSomethingElse_IsNotSigned()
    {
        byte[] file = new byte[1000];
        new Random(8).NextBytes(file);

        Assert.Equal("ZgModelFileSigner", (await FailAsync(file, _model.Key)).ErrorId);
    }

    [Fact]
    public async Task Decrypt_TwoChunks_IsTheModelAndReportsAllOfIt()
    {
        List<long> reports = [];
        using FileSource source = FileSource.FromBytes(_model.Encrypted, "model.bin");

        long size = await ModelFile.DecryptAsync(
            source, _folder["plain.zip"], _model.Key, _model.Signer.Address, progress: new ListProgress<long>(reports));

        Assert.Equal(ModelFileLayout.ChunkSize + TwoChunks.Rest, size);
        byte[] plain = await File.ReadAllBytesAsync(_folder["plain.zip"]);
        Assert.True(_model.Plain.AsSpan().SequenceEqual(plain));
        Assert.Equal(size, reports.Max());
        Assert.Equal([_folder["plain.zip"]], Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task Decrypt_TargetThatExists_IsLeftAloneWithoutForce()
    {
        await File.WriteAllTextAsync(_folder["plain.zip"], "mine");

        Assert.Equal("ZgTargetExists", (await FailAsync(_model.Encrypted, _model.Key)).ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["plain.zip"]));
    }

    [Fact]
    public async Task Decrypt_OverItself_IsRefused()
    {
        await File.WriteAllBytesAsync(_folder["plain.zip"], _model.Encrypted[..1000]);
        using FileSource source = FileSource.Open(_folder["plain.zip"]);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => ModelFile.DecryptAsync(source, _folder["plain.zip"], _model.Key, _model.Signer.Address, overwrite: true));

        Assert.Equal("ZgTargetIsSource", failure.ErrorId);
    }

    [Fact]
    public async Task Decrypt_Cancelled_LeavesNothing()
    {
        using CancellationTokenSource stop = new();
        using FileSource source = FileSource.FromBytes(_model.Encrypted, "model.bin");
        StopAtFirst progress = new(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ModelFile.DecryptAsync(
            source, _folder["plain.zip"], _model.Key, _model.Signer.Address, progress: progress, cancellationToken: stop.Token));

        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Theory]
    [InlineData("0102030405060708090affff", 0, "0102030405060708090affff")]
    [InlineData("0102030405060708090affff", 1, "0102030405060708090b0000")]
    [InlineData("00000000fffffffffffffffe", 3, "000000010000000000000001")]
    [InlineData("ffffffffffffffffffffffff", 1, "000000000000000000000000")]
    [InlineData("ffffffffffffffffffffffff", 257, "000000000000000000000100")]
    public void Nonce_OfAChunk_CountsInAllTwelveBytes(string start, int index, string expected)
    {
        byte[] nonce = new byte[12];

        ModelFileLayout.Nonce(Convert.FromHexString(start), index, nonce);

        Assert.Equal(expected, Convert.ToHexStringLower(nonce));
    }

    private async Task<ZeroGException> FailAsync(byte[] file, SymmetricKey key, Address? signer = null)
    {
        string[] before = Directory.GetFiles(_folder.Path);
        using FileSource source = FileSource.FromBytes(file, "model.bin");
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => ModelFile.DecryptAsync(source, _folder["plain.zip"], key, signer ?? _model.Signer.Address));
        Assert.Equal(before, Directory.GetFiles(_folder.Path));
        return failure;
    }

    private sealed class StopAtFirst(CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value) => stop.Cancel();
    }

    /// <summary>Made once for all tests.</summary>
    public sealed class TwoChunks : IAsyncLifetime
    {
        public const int Rest = 1017;

        public byte[] Plain { get; } = new byte[ModelFileLayout.ChunkSize + Rest];

        public byte[] Encrypted { get; private set; } = [];

        public SymmetricKey Key { get; } = SymmetricKey.CreateRandom();

        public Wallet Signer { get; } = Wallet.CreateRandom();

        public async ValueTask InitializeAsync()
        {
            using TempFolder folder = new();
            new Random(4).NextBytes(Plain);
            ((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 3, 4]).CopyTo(Plain);
            Encrypted = await EncryptAsync(folder["model.bin"], new MemoryStream(Plain), Key, Signer);
        }

        public ValueTask DisposeAsync()
        {
            Key.Dispose();
            Signer.Dispose();
            return ValueTask.CompletedTask;
        }

        public static async Task<byte[]> EncryptAsync(string path, Stream plain, SymmetricKey key, Wallet signer)
        {
            await ModelFile.EncryptAsync(plain, path, key, signer);
            byte[] file = await File.ReadAllBytesAsync(path);
            File.Delete(path);
            return file;
        }
    }
}
