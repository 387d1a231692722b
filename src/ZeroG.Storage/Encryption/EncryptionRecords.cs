using System.Security.Cryptography;
using System.Text;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// Remembers on disk under which header a file was encrypted, so that the same command on the same content makes the same root: it finds
/// the payment of an interrupted upload, or the file that the network has already. A record holds no secret. One small file for each file
/// and key, readable by its owner alone; deleting them costs no more than the payment for a file that is sent again.
/// </summary>
/// <param name="folder">Where the records lie; made when missing.</param>
public sealed class EncryptionRecords(string folder)
{
    private static readonly Lock Writing = new();

    /// <summary>
    /// Names the record of a file: by path and size, or by content where there is no path. It need not be exact, since the root decides.
    /// </summary>
    internal static async Task<string> IdentifyAsync(FileSource plain, EncryptionKey key, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        key.AddTo(hash);
        hash.AppendData(BitConverter.GetBytes(plain.Size));
        if (plain.Path is { } path)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
        }
        else
        {
            byte[] buffer = new byte[Math.Min(plain.Size, FlowPadding.SegmentSize)];
            for (long position = 0; position < plain.Size; position += buffer.Length)
            {
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, plain.Size - position));
                await plain.ReadAsync(position, piece, cancellationToken);
                hash.AppendData(piece.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The record of a file; null when there is none that can be read.</summary>
    internal EncryptionRecord? Find(string id)
    {
        try
        {
            byte[] bytes = SharedFile.ReadAllBytes(PathOf(id));
            return bytes.Length > Hash256.Size && EncryptionHeader.TryCreate(bytes.AsSpan(Hash256.Size), out EncryptionHeader? header)
                ? new EncryptionRecord(header, new Hash256(bytes.AsSpan(0, Hash256.Size)))
                : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(failure);
        }
    }

    /// <summary>Writes a record, if the one that is there is still the one that was seen; otherwise somebody else was faster.</summary>
    internal bool TryReplace(string id, EncryptionRecord? seen, EncryptionRecord record)
    {
        byte[] bytes = new byte[Hash256.Size + record.Header.Size];
        record.Root.CopyTo(bytes);
        record.Header.Bytes.CopyTo(bytes.AsMemory(Hash256.Size));
        return Change(id, seen, () => OwnerOnlyFile.Write(PathOf(id), bytes, overwrite: true));
    }

    /// <summary>Deletes a record, if it is still the one that was seen.</summary>
    internal bool TryRemove(string id, EncryptionRecord seen) => Change(id, seen, () => File.Delete(PathOf(id)));

    private bool Change(string id, EncryptionRecord? seen, Action change)
    {
        try
        {
            OwnerOnlyFile.CreateFolder(folder);
            lock (Writing)
            {
                using FileStream turn = Enter();
                if (!Same(Find(id), seen))
                {
                    return false;
                }

                change();
                return true;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(failure);
        }
    }

    /// <summary>Keeps other processes out for the moment of a change.</summary>
    private FileStream Enter()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return OwnerOnlyFile.Open(Path.Combine(folder, "records.lock"), FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException exception) when (FileFault.IsBusy(exception) && attempt < 1000)
            {
                Thread.Sleep(10);
            }
        }
    }

    private static bool Same(EncryptionRecord? left, EncryptionRecord? right) => left is null || right is null
        ? left is null && right is null
        : left.Root == right.Root && left.Header.Bytes.Span.SequenceEqual(right.Header.Bytes.Span);

    private string PathOf(string id) => Path.Combine(folder, id);

    private ZeroGException Unwritable(Exception failure) => new(
        "ZgJournalUnwritable", ErrorKind.WriteError,
        $"'{folder}', which keeps encrypted uploads from being paid twice, cannot be written: {failure.Message} "
        + $"Set {UserFolder.Variable} to a folder that can be.", folder, failure);
}
