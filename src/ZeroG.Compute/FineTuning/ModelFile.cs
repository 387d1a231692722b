using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// Model files as providers deliver them: encrypted under a key of the task's own, and signed by the provider's TEE. Both ways a few MiB
/// are in memory at a time, whatever the size of the model.
/// </summary>
public static class ModelFile
{
    /// <summary>Encrypts and signs a model.</summary>
    /// <param name="plain">The model, read once from where it stands.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="key">A new key: with another model's it would give both away.</param>
    /// <param name="signer">The provider's TEE key.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="progress">Receives the plain bytes done so far.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static Task EncryptAsync(
        Stream plain, string destination, SymmetricKey key, Wallet signer, bool overwrite = false, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        new ModelFileWriter(key, progress).WriteAsync(plain, destination, signer, overwrite, cancellationToken);

    /// <summary>
    /// Decrypts a model. The signature is looked at first, over all tags; then each chunk proves itself by its tag; only a whole and proven
    /// file gets the name.
    /// </summary>
    /// <param name="encrypted">The file; stays the caller's to dispose.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="key">The task's key, from <see cref="ModelKeyEnvelope.Open"/>.</param>
    /// <param name="signer">The TEE signer of the provider's service.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="progress">Receives the plain bytes done so far.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <returns>Bytes of the plain file.</returns>
    /// <exception cref="ZeroGException">
    /// <c>ZgModelFileTruncated</c>, <c>ZgModelFileAltered</c>, <c>ZgModelFileSigner</c>, <c>ZgModelKeyWrong</c>, <c>ZgTargetExists</c>,
    /// <c>ZgTargetIsSource</c>, <c>ZgWriteFailed</c>, <c>ZgFileChanged</c>, <c>ZgFileUnreadable</c>.
    /// </exception>
    public static async Task<long> DecryptAsync(
        FileSource encrypted, string destination, SymmetricKey key, Address signer, bool overwrite = false,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        string target = Path.GetFullPath(destination);
        if (encrypted.Path == target)
        {
            throw new ZeroGException(
                "ZgTargetIsSource", ErrorKind.InvalidArgument,
                $"'{target}' would be written over itself, and lost if anything went wrong. Choose another destination.", target);
        }

        using ModelFileReader reader = await ModelFileReader.OpenAsync(encrypted, key, signer, cancellationToken);
        if (reader.IsSigned)
        {
            await using NewFile file = NewFile.Create(target, overwrite);
            if (await reader.TryDecryptAsync(file, progress, cancellationToken))
            {
                encrypted.ThrowIfChanged();
                file.Keep();
                return reader.Layout.PlainSize;
            }
        }

        throw await ModelFileFault.FindAsync(reader, signer, cancellationToken);
    }
}
