using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class FileProtectionTests : IDisposable
{
    private static readonly byte[] Plain = VectorInput.Generate("lcg32", 3_000_001);

    private readonly TempFolder _folder = new();
    private readonly SymmetricKey _key = SymmetricKey.CreateRandom();
    private readonly Wallet _wallet = Wallet.CreateRandom();

    public FileProtectionTests() => File.WriteAllBytes(_folder["a.bin"], Plain);

    private DecryptionKeys Keys => new(_key, _wallet);

    public void Dispose()
    {
        _key.Dispose();
        _wallet.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Protect_ThenUnprotect_IsTheSameFile(bool symmetric)
    {
        ProtectedFile encrypted = await ProtectAsync(symmetric ? EncryptionKey.FromSymmetric(_key) : EncryptionKey.ForWallet(_wallet));
        ProtectedFile decrypted = await UnprotectAsync(encrypted.Path, "b.bin");

        Assert.Equal(Plain, await File.ReadAllBytesAsync(_folder["b.bin"]));
        Assert.Equal(
            ("a.enc", Plain.Length + (symmetric ? 17 : 50), _folder["a.bin"]), (encrypted.Name, (int)encrypted.Size, encrypted.Source));
        Assert.Equal(new FileInfo(_folder["a.enc"]).Length, encrypted.Size);
        Assert.Equal(("b.bin", Plain.Length, _folder["a.enc"]), (decrypted.Name, (int)decrypted.Size, decrypted.Source));
        Assert.Equal(symmetric ? EncryptionVersion.Aes256 : EncryptionVersion.Ecies, decrypted.Encryption);
        OnlyThere("a.bin", "a.enc", "b.bin");
    }

    [Fact]
    public async Task Protect_TargetExists_IsLeftUnlessForced()
    {
        await File.WriteAllTextAsync(_folder["a.enc"], "mine");

        await FailsAsync("ZgTargetExists", () => ProtectAsync());
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["a.enc"]));
        OnlyThere("a.bin", "a.enc");

        Assert.Equal(Plain.Length + 17, (await ProtectAsync(force: true)).Size);
    }

    [Fact]
    public async Task Protect_TargetIsTheSource_IsRefusedEvenWithForce()
    {
        using FileSource source = FileSource.Open(_folder["a.bin"]);

        await FailsAsync(
            "ZgTargetIsSource",
            () => FileProtection.ProtectAsync(source, EncryptionKey.FromSymmetric(_key), _folder["a.bin"], overwrite: true));

        Assert.Equal(Plain, await File.ReadAllBytesAsync(_folder["a.bin"]));
    }

    [Fact]
    public async Task Protect_FolderIsMissing_CannotBeWritten()
    {
        using FileSource source = FileSource.Open(_folder["a.bin"]);

        await FailsAsync(
            "ZgWriteFailed", () => FileProtection.ProtectAsync(source, EncryptionKey.FromSymmetric(_key), _folder["none/a.enc"]));
    }

    [Fact]
    public async Task Protect_Cancelled_LeavesNothingBehind()
    {
        using CancellationTokenSource stop = new();
        using FileSource source = FileSource.Open(_folder["a.bin"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FileProtection.ProtectAsync(
            source, EncryptionKey.FromSymmetric(_key), _folder["a.enc"], progress: new Stop(stop), cancellationToken: stop.Token));

        OnlyThere("a.bin");
    }

    [Fact]
    public async Task Protect_FileChangesMeanwhile_LeavesNothingBehind()
    {
        using FileSource source = FileSource.Open(_folder["a.bin"]);
        File.SetLastWriteTimeUtc(_folder["a.bin"], DateTime.UtcNow.AddHours(-1));

        await FailsAsync("ZgFileChanged", () => FileProtection.ProtectAsync(source, EncryptionKey.FromSymmetric(_key), _folder["a.enc"]));

        OnlyThere("a.bin");
    }

    [Fact]
    public async Task Unprotect_KeyIsMissing_LeavesNothingBehind()
    {
        await ProtectAsync(EncryptionKey.ForWallet(_wallet));
        using FileSource source = FileSource.Open(_folder["a.enc"]);

        await FailsAsync(
            "ZgEncryptionKeyMissing", () => FileProtection.UnprotectAsync(source, new DecryptionKeys(_key, null), _folder["b.bin"]));

        OnlyThere("a.bin", "a.enc");
    }

    [Fact]
    public async Task Unprotect_NotEncrypted_SaysSo()
    {
        await FailsAsync("ZgEncryptionVersionUnknown", () => UnprotectAsync(_folder["a.bin"], "b.bin", [7, 7, 7]));
        await FailsAsync("ZgEncryptionHeaderTruncated", () => UnprotectAsync(_folder["a.bin"], "b.bin", [1, 7, 7]));
        OnlyThere("a.bin");
    }

    [Fact]
    public async Task Unprotect_HeaderAlone_IsAnEmptyFile()
    {
        await UnprotectAsync(_folder["a.bin"], "b.bin", [1, .. new byte[16]]);

        Assert.Empty(await File.ReadAllBytesAsync(_folder["b.bin"]));
    }

    private static async Task FailsAsync(string id, Func<Task> act) =>
        Assert.Equal(id, (await Assert.ThrowsAsync<ZeroGException>(act)).ErrorId);

    private void OnlyThere(params string[] names) =>
        Assert.Equal(names, Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    private async Task<ProtectedFile> ProtectAsync(EncryptionKey? key = null, bool force = false)
    {
        using FileSource source = FileSource.Open(_folder["a.bin"]);
        return await FileProtection.ProtectAsync(source, key ?? EncryptionKey.FromSymmetric(_key), _folder["a.enc"], force);
    }

    private async Task<ProtectedFile> UnprotectAsync(string path, string name, byte[]? content = null)
    {
        using FileSource source = content is null ? FileSource.Open(path) : FileSource.FromBytes(content);
        return await FileProtection.UnprotectAsync(source, Keys, _folder[name]);
    }

    private sealed class Stop(CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value) => stop.Cancel();
    }
}
