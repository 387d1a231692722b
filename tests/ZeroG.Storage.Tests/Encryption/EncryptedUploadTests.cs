using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Tests.Transfer;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class EncryptedUploadTests : IDisposable
{
    private readonly UploadBench _bench = new();
    private readonly Wallet _wallet = Wallet.CreateRandom();

    public EncryptedUploadTests() => File.WriteAllBytes(_bench.Folder["five.bin"], UploadBench.File);

    public void Dispose()
    {
        _bench.Dispose();
        _wallet.Dispose();
    }

    [Fact]
    public async Task Send_CrashAfterPaying_TheSameCommandFinishesAndPaysNothingTwice()
    {
        _bench.Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? throw new InvalidOperationException("crash") : null;
        await Assert.ThrowsAnyAsync<Exception>(SendAsync);
        Assert.Equal(1, _bench.Flow.Payments);
        _bench.Node.Answering = (_, _) => null;

        UploadResult result = await SendAsync();

        Assert.Equal(1, _bench.Flow.Payments);
        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(UploadBench.File.Length + 50, result.Size);
        Assert.Equal(UploadBench.File, Decrypted(result));
    }

    [Fact]
    public async Task Send_AgainWhenDone_PaysNothing()
    {
        UploadResult first = await SendAsync();
        UploadResult second = await SendAsync();

        Assert.Equal(first.Root, second.Root);
        Assert.Equal(UploadState.AlreadyStored, second.State);
        Assert.Equal(1, _bench.Flow.Payments);
    }

    [Fact]
    public async Task Send_FileChangedAfterTheInterruption_IsEncryptedAnew()
    {
        _bench.Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? throw new InvalidOperationException("crash") : null;
        await Assert.ThrowsAnyAsync<Exception>(SendAsync);
        _bench.Node.Answering = (_, _) => null;
        byte[] changed = [.. UploadBench.File];
        changed[^1] ^= 1;
        await File.WriteAllBytesAsync(_bench.Folder["five.bin"], changed);

        UploadResult result = await SendAsync();

        Assert.Equal(2, _bench.Flow.Payments);
        Assert.Equal(changed, Decrypted(result));
    }

    private byte[] Decrypted(UploadResult result)
    {
        byte[] stored = new byte[result.Size];
        foreach (long segment in _bench.Node.SegmentsOf(result.Sequence))
        {
            ReadOnlySpan<byte> data = _bench.Node.SegmentOf(result.Sequence, segment);
            Span<byte> rest = stored.AsSpan((int)segment * FlowPadding.SegmentSize);
            data[..Math.Min(data.Length, rest.Length)].CopyTo(rest);
        }

        EncryptionHeader header = EncryptionHeader.Read(stored, "test");
        using FileCipher cipher = new DecryptionKeys(null, _wallet).Open(header, "test");
        byte[] plain = stored[header.Size..];
        cipher.Apply(0, plain, plain);
        return plain;
    }

    private async Task<UploadResult> SendAsync()
    {
        EncryptedFile file = new(
            () => FileSource.Open(_bench.Folder["five.bin"]), EncryptionKey.ForWallet(_wallet),
            new EncryptionRecords(_bench.Folder["encrypted"]));
        using FileSource source = file.Open();
        return await _bench.SendAsync(source: source);
    }
}
