using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>A fine-tuned model that was decrypted.</summary>
/// <param name="TaskId">The task that made it.</param>
/// <param name="Provider">Who trained it.</param>
/// <param name="Path">Full path of the folder that it was unpacked into, or of the zip.</param>
/// <param name="Size">Bytes of the zip.</param>
/// <param name="Files">Full paths of the files that were written.</param>
/// <param name="Signer">The TEE signer whose signature the encrypted file bears.</param>
/// <param name="Source">Full path of the encrypted file.</param>
public sealed record DecryptedModel(
    Guid TaskId, Address Provider, string Path, long Size, IReadOnlyList<string> Files, Address Signer, string Source);
