using System.Buffers.Text;
using System.Text;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Signing;

/// <summary>
/// Messages for people, hashed behind a prefix that no transaction begins with, so that a signature over one can never move money (EIP-191,
/// version 0x45, <c>personal_sign</c>).
/// </summary>
public static class PersonalMessage
{
    private static ReadOnlySpan<byte> Prefix => "\u0019Ethereum Signed Message:\n"u8;

    /// <summary>The hash to sign: of the prefix, the length of the message in decimal digits, and the message.</summary>
    public static Hash256 Digest(ReadOnlySpan<byte> message)
    {
        Span<byte> length = stackalloc byte[10];
        _ = Utf8Formatter.TryFormat(message.Length, length, out int digits);
        return Hash256.Keccak([.. Prefix, .. length[..digits], .. message]);
    }

    /// <summary>The hash to sign for a text, taken as UTF-8.</summary>
    public static Hash256 Digest(string text) => Digest(Encoding.UTF8.GetBytes(text));

    /// <summary>The address whose key signed the message; false when there is none.</summary>
    public static bool TryRecover(ReadOnlySpan<byte> message, Secp256k1Signature signature, out Address address) =>
        SignatureRecovery.TryRecover(Digest(message), signature, out address);
}
