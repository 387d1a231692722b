using System.Diagnostics;
using System.Globalization;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Benchmarks.Compute;

/// <summary>
/// Makes a large model file, and decrypts it in a process of its own, whose peak of memory is then that of the decryption:
/// <c>encrypt-model 3 model.bin</c>, then <c>decrypt-model model.bin model.zip</c>.
/// </summary>
internal static class ModelProcess
{
    // Both are known to everybody; the files are for measuring alone.
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static async Task EncryptAsync(int gibibytes, string path)
    {
        using SymmetricKey key = new(Key);
        using Wallet signer = Wallet.FromPrivateKey(Key);
        await using Zeros zeros = new((long)gibibytes << 30);
        await ModelFile.EncryptAsync(zeros, path, key, signer, overwrite: true);
    }

    /// <summary>Decrypts it, and says how fast and with how much memory.</summary>
    public static async Task<string> DecryptAsync(string path, string target)
    {
        using SymmetricKey key = new(Key);
        using Wallet signer = Wallet.FromPrivateKey(Key);
        using Process self = Process.GetCurrentProcess();
        self.Refresh();
        long before = self.PeakWorkingSet64;
        Stopwatch time = Stopwatch.StartNew();
        using FileSource source = FileSource.Open(path);
        long size = await ModelFile.DecryptAsync(source, target, key, signer.Address, overwrite: true);
        time.Stop();
        self.Refresh();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{size / time.Elapsed.TotalSeconds / (1 << 20):0} MiB/s; peak of memory {self.PeakWorkingSet64 >> 20} MiB, "
            + $"of which {before >> 20} MiB were there before");
    }

    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, read).Clear();
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
