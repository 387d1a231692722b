namespace ZeroG.Storage.Encryption;

/// <summary>A local file that was encrypted or decrypted.</summary>
/// <param name="Name">Name of the new file without its folder.</param>
/// <param name="Path">Full path of the new file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Source">Full path of the file that it was made of; null for content that was no file.</param>
/// <param name="Encryption">How the encrypted one of the two is encrypted.</param>
public sealed record ProtectedFile(string Name, string Path, long Size, string? Source, EncryptionVersion Encryption);
