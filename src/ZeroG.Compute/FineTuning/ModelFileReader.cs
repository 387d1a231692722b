using System.Buffers;
using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Cryptography.Signatures;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning;

/// <summary>Decrypts one model, several chunks at a time.</summary>
internal sealed class ModelFileReader : IDisposable
{
    private const int PieceSize = 1 << 20;

    // Each chunk at work holds one piece. With more than four the disk and the system's cache are the limit, not the cipher.
    private const int MostAtOnce = 4;

    private readonly byte[] _startNonce;
    private readonly byte[] _tags;
    private readonly AesGcmKey _cipher;
    private long _done;

    private ModelFileReader(FileSource file, ModelFileLayout layout, byte[] startNonce, byte[] tags, SymmetricKey key)
    {
        (File, Layout, _startNonce, _tags) = (file, layout, startNonce, tags);
        _cipher = new AesGcmKey(key.Bytes);
    }

    /// <summary>The file.</summary>
    public FileSource File { get; }

    /// <summary>Where its parts lie.</summary>
    public ModelFileLayout Layout { get; }

    /// <summary>Whether the signer that was asked for has signed all tags.</summary>
    public bool IsSigned { get; private set; }

    /// <summary>Reads the tags, and finds out which of both forms a file has: the one that the signer signed.</summary>
    /// <exception cref="ZeroGException"><c>ZgModelFileTruncated</c>, <c>ZgFileUnreadable</c>.</exception>
    public static async Task<ModelFileReader> OpenAsync(
        FileSource file, SymmetricKey key, Address signer, CancellationToken cancellationToken)
    {
        ModelFileLayout? whole = ModelFileLayout.Whole(file.Size);
        ModelFileReader? early = whole is null ? null : await OpenAsync(file, whole, key, signer, cancellationToken);
        if (early is { IsSigned: true })
        {
            return early;
        }

        early?.Dispose();
        ModelFileLayout layout = ModelFileLayout.Chunked(file.Size) ?? throw ModelFileFault.Truncated(file);
        return await OpenAsync(file, layout, key, signer, cancellationToken);
    }

    /// <summary>Writes the plain file; false, once a chunk does not open.</summary>
    public async Task<bool> TryDecryptAsync(NewFile target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool failed = false;
        try
        {
            await ForEachChunkAsync(
                async (index, token) =>
                {
                    if (!await TryChunkAsync(index, target, progress, token))
                    {
                        failed = true;
                        await stop.CancelAsync();
                    }
                },
                stop.Token);
        }
        catch (OperationCanceledException) when (failed && !cancellationToken.IsCancellationRequested)
        {
            // The others were stopped since one failed.
        }

        return !failed;
    }

    /// <summary>Which chunks the key opens. Writes nothing.</summary>
    public async Task<bool[]> ExamineAsync(CancellationToken cancellationToken)
    {
        bool[] opened = new bool[Layout.Count];
        await ForEachChunkAsync(
            async (index, token) => opened[index] = await TryChunkAsync(index, target: null, progress: null, token), cancellationToken);
        return opened;
    }

    /// <summary>Decrypts the first bytes without any proof: what a wrong key makes of them cannot be told from altered ones.</summary>
    public async Task<byte[]> PeekAsync(int size, CancellationToken cancellationToken)
    {
        byte[] start = new byte[Math.Min(size, Layout.PlainSize)];
        if (start.Length > 0)
        {
            await File.ReadAsync(Layout.Chunk(0).Offset, start, cancellationToken);
            Begin(0).Apply(start, start);
        }

        return start;
    }

    public void Dispose() => _cipher.Dispose();

    private static async Task<ModelFileReader> OpenAsync(
        FileSource file, ModelFileLayout layout, SymmetricKey key, Address signer, CancellationToken cancellationToken)
    {
        byte[] nonce = new byte[ModelFileLayout.NonceSize];
        byte[] signature = new byte[ModelFileLayout.SignatureSize];
        byte[] tags = new byte[layout.Count * AesGcmKey.TagSize];
        await file.ReadAsync(layout.NonceOffset, nonce, cancellationToken);
        await file.ReadAsync(layout.SignatureOffset, signature, cancellationToken);
        for (int i = 0; i < layout.Count; i++)
        {
            (long offset, _, long length) = layout.Chunk(i);
            await file.ReadAsync(offset + length, tags.AsMemory(i * AesGcmKey.TagSize, AesGcmKey.TagSize), cancellationToken);
        }

        return new ModelFileReader(file, layout, nonce, tags, key)
        {
            IsSigned = Secp256k1Signature.TryParse(signature, out Secp256k1Signature parsed)
                && SignatureRecovery.TryRecover(Hash256.Keccak(tags), parsed, out Address found, requireLowS: false) && found == signer,
        };
    }

    private Task ForEachChunkAsync(Func<int, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = Math.Min(MostAtOnce, Environment.ProcessorCount),
            CancellationToken = cancellationToken,
        };
        return Parallel.ForAsync(0, Layout.Count, options, async (index, token) => await body(index, token));
    }

    private AesGcmStream Begin(int index)
    {
        Span<byte> nonce = stackalloc byte[ModelFileLayout.NonceSize];
        ModelFileLayout.Nonce(_startNonce, index, nonce);
        return _cipher.BeginDecryption(nonce);
    }

    private async Task<bool> TryChunkAsync(int index, NewFile? target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        (long offset, long plainOffset, long length) = Layout.Chunk(index);
        AesGcmStream message = Begin(index);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long position = 0; position < length;)
            {
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(PieceSize, length - position));
                await File.ReadAsync(offset + position, piece, cancellationToken);
                message.Apply(piece.Span, piece.Span);
                if (target is not null)
                {
                    await target.WriteAtAsync(plainOffset + position, piece, cancellationToken);
                }

                position += piece.Length;
                long done = Interlocked.Add(ref _done, piece.Length);
                progress?.Report(done);
            }

            return message.HasTag(_tags.AsSpan(index * AesGcmKey.TagSize, AesGcmKey.TagSize));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
