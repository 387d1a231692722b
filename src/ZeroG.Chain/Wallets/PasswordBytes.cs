using System.Security.Cryptography;
using System.Text;

namespace ZeroG.Chain.Wallets;

/// <summary>
/// Passwords and phrases as the bytes that key derivation takes: a Unicode normal form, then UTF-8. Intermediate copies are cleared.
/// </summary>
internal static class PasswordBytes
{
    /// <summary>The bytes, in a buffer that the caller disposes.</summary>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    public static SecretBuffer Normalize(ReadOnlySpan<char> text, NormalizationForm form)
    {
        char[] normal = GC.AllocateUninitializedArray<char>(text.GetNormalizedLength(form), pinned: true);
        try
        {
            if (!text.TryNormalize(normal, out int length, form))
            {
                throw new ArgumentException("The text has no Unicode normal form.", nameof(text));
            }

            SecretBuffer bytes = new(Encoding.UTF8.GetByteCount(normal.AsSpan(0, length)));
            Encoding.UTF8.GetBytes(normal.AsSpan(0, length), bytes.Span);
            return bytes;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(normal.AsSpan()));
        }
    }
}
