using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.Storage.Encryption;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>A model under its key, and the key under its user's.</summary>
internal static class SealedModel
{
    private const int KeySize = 32;

    /// <summary>A new key, of 32 bytes.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeySize);

    /// <summary>Encrypts and signs a model.</summary>
    /// <param name="path">Where it shall lie; what is there is replaced.</param>
    /// <param name="model">The plain bytes.</param>
    /// <param name="key">From <see cref="NewKey"/>.</param>
    /// <param name="tee">The signer.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    public static async Task WriteAsync(string path, byte[] model, byte[] key, TeeKey tee, CancellationToken cancellationToken)
    {
        using SymmetricKey cipher = new(key);
        using MemoryStream plain = new(model);
        await ModelFile.EncryptAsync(plain, path, cipher, tee.Wallet, overwrite: true, cancellationToken: cancellationToken);
    }

    /// <summary>The key of a task's model, for the wallet that signed the task and no other.</summary>
    public static byte[] SealKey(ProviderTask task)
    {
        Hash256 signed = TaskSignatures.CreateTask(task.User, task.Nonce, task.DatasetHash);
        if (!TaskSignatures.TryRecover(signed, task.Signature, out PublicKey? user) || user!.Address != task.User)
        {
            throw new InvalidOperationException($"The record of task {task.Id} holds no signature of its user.");
        }

        using SymmetricKey key = new(task.ModelKey);
        return ModelKeyEnvelope.Seal(key, user);
    }
}
