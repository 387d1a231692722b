using System.Text;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Transfer;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>
/// By what the chain knows an encrypted model: 32 raw bytes, which are its storage root or, where the provider could not store it, its
/// Keccak-256 hash. Old providers wrote the text of one storage root or, for a file in fragments, of several.
/// </summary>
/// <remarks>Source: 0g-serving-broker, api/fine-tuning/internal/services/finalizer.go.</remarks>
public sealed class ModelHash
{
    private const int Piece = 1 << 20;

    private ModelHash(IReadOnlyList<Hash256> parts) => Parts = parts;

    /// <summary>The one hash, or the roots of the fragments in the order of the file.</summary>
    public IReadOnlyList<Hash256> Parts { get; }

    /// <summary>Reads what the contract holds.</summary>
    /// <param name="modelRootHash">Bytes of the deliverable.</param>
    /// <param name="taskId">The task, for the message.</param>
    /// <exception cref="ZeroGException"><c>ZgModelHashInvalid</c>.</exception>
    public static ModelHash Read(ReadOnlySpan<byte> modelRootHash, Guid taskId)
    {
        if (modelRootHash.Length == Hash256.Size)
        {
            return new ModelHash([new Hash256(modelRootHash)]);
        }

        List<Hash256> parts = [];
        if (modelRootHash.StartsWith("0x"u8))
        {
            foreach (string text in Encoding.ASCII.GetString(modelRootHash).Split(','))
            {
                if (!Hash256.TryParse(text, out Hash256 part))
                {
                    parts.Clear();
                    break;
                }

                parts.Add(part);
            }
        }

        return parts.Count > 0 ? new ModelHash(parts) : throw new ZeroGException(
            "ZgModelHashInvalid", ErrorKind.InvalidData,
            $"What the provider put on chain for task {taskId} names no file: {modelRootHash.Length} bytes, where 32 or the text of hashes "
            + "are needed. Ask the provider.", taskId);
    }

    /// <summary>Reads a whole file and compares it with what the chain knows.</summary>
    /// <param name="file">The encrypted model.</param>
    /// <param name="read">Receives the bytes read so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ModelHashKind> MatchAsync(FileSource file, IProgress<long>? read, CancellationToken cancellationToken = default) =>
        await IsStoredAsync(file, read, cancellationToken) ? ModelHashKind.StorageRoot
        : Parts is [var hash] && hash == await HashAsync(file, cancellationToken) ? ModelHashKind.Keccak
        : ModelHashKind.None;

    /// <summary>The hashes, with commas between.</summary>
    public override string ToString() => string.Join(',', Parts);

    private async Task<bool> IsStoredAsync(FileSource file, IProgress<long>? read, CancellationToken cancellationToken)
    {
        if (Parts.Count == 1)
        {
            return (await FileTree.BuildAsync(file, read, cancellationToken)).Root == Parts[0];
        }

        // Fragments are all of one size but the last.
        const long fragment = UploadOptions.DefaultFragmentSize;
        if (((file.Size - 1) / fragment) + 1 != Parts.Count)
        {
            return false;
        }

        for (int i = 0; i < Parts.Count; i++)
        {
            using FileSource part = file.Slice(i * fragment, Math.Min(fragment, file.Size - (i * fragment)));
            if ((await FileTree.BuildAsync(part, null, cancellationToken)).Root != Parts[i])
            {
                return false;
            }

            read?.Report(Math.Min(file.Size, (i + 1) * fragment));
        }

        return true;
    }

    private static async Task<Hash256> HashAsync(FileSource file, CancellationToken cancellationToken)
    {
        Keccak256Stream hash = new();
        byte[] buffer = new byte[Piece];
        for (long done = 0; done < file.Size; done += Piece)
        {
            Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(Piece, file.Size - done));
            await file.ReadAsync(done, piece, cancellationToken);
            hash.Append(piece.Span);
        }

        return new Hash256(hash.Finish());
    }
}
