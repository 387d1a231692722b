using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Encryption;

namespace ZeroG.Compute.FineTuning;

/// <summary>Encrypts one model, chunk after chunk.</summary>
/// <param name="key">The key.</param>
/// <param name="progress">Receives the plain bytes done so far.</param>
/// <param name="startNonce">12 bytes; random when null.</param>
internal sealed class ModelFileWriter(SymmetricKey key, IProgress<long>? progress, byte[]? startNonce = null)
{
    private const int PieceSize = 1 << 20;

    private readonly byte[] _startNonce = startNonce ?? RandomNumberGenerator.GetBytes(ModelFileLayout.NonceSize);
    private readonly byte[] _piece = GC.AllocateUninitializedArray<byte>(PieceSize, pinned: true);
    private readonly List<byte> _tags = [];
    private long _done;

    /// <summary>See <see cref="ModelFile.EncryptAsync"/>.</summary>
    public async Task WriteAsync(
        Stream plain, string destination, Wallet signer, bool overwrite, CancellationToken cancellationToken)
    {
        await using NewFile file = NewFile.Create(Path.GetFullPath(destination), overwrite);
        using AesGcmKey cipher = new(key.Bytes);
        try
        {
            long offset = ModelFileLayout.HeaderSize;
            for (int index = 0; ; index++)
            {
                long end = await WriteChunkAsync(plain, cipher, index, file, offset, cancellationToken);
                if (end == offset)
                {
                    break;
                }

                offset = end;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(_piece);
        }

        byte[] hash = Keccak256.Hash(_tags.ToArray());
        await file.WriteAtAsync(0, (byte[])[.. SignatureOf(signer, hash), .. _startNonce], cancellationToken);
        file.Keep();
    }

    /// <summary>Writes one chunk and gives the place behind its tag; the same place when the model has ended.</summary>
    private async Task<long> WriteChunkAsync(
        Stream plain, AesGcmKey cipher, int index, NewFile file, long offset, CancellationToken cancellationToken)
    {
        byte[] nonce = new byte[ModelFileLayout.NonceSize];
        ModelFileLayout.Nonce(_startNonce, index, nonce);
        AesGcmStream message = cipher.BeginEncryption(nonce);
        int written = 0;
        while (written < ModelFileLayout.ChunkSize)
        {
            int read = await plain.ReadAtLeastAsync(_piece, PieceSize, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
            {
                break;
            }

            message.Apply(_piece.AsSpan(0, read), _piece);
            await file.WriteAtAsync(offset + written, _piece.AsMemory(0, read), cancellationToken);
            written += read;
            _done += read;
            progress?.Report(_done);
        }

        if (written == 0)
        {
            return offset;
        }

        byte[] tag = new byte[AesGcmKey.TagSize];
        message.GetTag(tag);
        _tags.AddRange(tag);
        await file.WriteAtAsync(offset + written, tag, cancellationToken);
        return offset + written + tag.Length;
    }

    // Providers write v as 0 or 1 here, and nothing is put before the hash.
    private static byte[] SignatureOf(Wallet signer, byte[] hash)
    {
        byte[] signature = signer.Sign(new Hash256(hash)).ToBytes();
        signature[^1] -= 27;
        return signature;
    }
}
