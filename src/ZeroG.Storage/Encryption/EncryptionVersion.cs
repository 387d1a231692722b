namespace ZeroG.Storage.Encryption;

/// <summary>How a file is encrypted; the first byte of its header.</summary>
public enum EncryptionVersion : byte
{
    /// <summary>AES-256-CTR under a key that both sides have.</summary>
    Aes256 = 1,

    /// <summary>AES-256-CTR under a key agreed with the owner of a public key (ECIES).</summary>
    Ecies = 2,
}
