using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Datasets that users uploaded, under the Keccak-256 of their bytes: nobody can alter one, and the same one is kept once.
/// </summary>
internal sealed class DatasetShelf(TaskFolder folder, long maximumSize)
{
    private const int BufferSize = 64 << 10;

    /// <summary>Takes a dataset in. Nobody can name it before <see cref="Incoming.Keep"/>.</summary>
    /// <exception cref="ProviderRefusal">413: it is larger than allowed.</exception>
    public async Task<Incoming> ReceiveAsync(Stream content, CancellationToken cancellationToken)
    {
        string path = folder.NewDataset();
        Keccak256Stream hash = new();
        long size = 0;
        try
        {
            await using FileStream file = OwnerOnlyFile.Open(path, FileMode.CreateNew, FileShare.None);
            byte[] buffer = new byte[BufferSize];
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                size += read;
                if (size > maximumSize)
                {
                    throw FineTuningRefusal.OfDataset(413, $"file too large: at most {maximumSize >> 20} MB");
                }

                hash.Append(buffer.AsSpan(0, read));
                await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return new Incoming(folder, path, size, new Hash256(hash.Finish()));
    }

    // A full disk must not look like a broken form.
    private static async ValueTask WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException failure)
        {
            throw NewFile.WriteFailed(file.Name, failure);
        }
    }

    /// <summary>Where a dataset of a user lies; null when it was not uploaded.</summary>
    public string? Find(Address user, string hash) =>
        Hash256.TryParse(hash, out Hash256 parsed) && File.Exists(folder.Dataset(user, parsed)) ? folder.Dataset(user, parsed) : null;

    /// <summary>A dataset that has arrived and is deleted unless it is kept.</summary>
    internal sealed class Incoming(TaskFolder folder, string path, long size, Hash256 hash) : IDisposable
    {
        /// <summary>Where it lies for now.</summary>
        public string Path { get; } = path;

        /// <summary>Bytes.</summary>
        public long Size { get; } = size;

        /// <summary>What tasks call it.</summary>
        public Hash256 Hash { get; } = hash;

        /// <summary>Puts it on the shelf of its user.</summary>
        public void Keep(Address user) => File.Move(Path, folder.Dataset(user, Hash), overwrite: true);

        public void Dispose() => File.Delete(Path);
    }
}
