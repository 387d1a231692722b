using ZeroG.Chain;

namespace ZeroG.Storage.Encryption;

/// <summary>What is remembered of an encrypted file: its header, and the root of everything that was ever encrypted under it.</summary>
/// <param name="Header">The header.</param>
/// <param name="Root">Root of header and encrypted bytes.</param>
internal sealed record EncryptionRecord(EncryptionHeader Header, Hash256 Root);
