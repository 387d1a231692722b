using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using ZeroG.PowerShell.Secrets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>The text of a <see cref="SecureString"/> for the length of one call, in a pinned buffer that is cleared afterwards.</summary>
internal static class SecretText
{
    /// <summary>What is done with the text.</summary>
    public delegate T Reader<T>(ReadOnlySpan<char> text);

    /// <summary>Lends the text.</summary>
    /// <exception cref="InvalidOperationException">It is a placeholder for a secret that was not looked up.</exception>
    public static T Use<T>(SecureString secret, Reader<T> read)
    {
        if (SecretAttribute.NameOf(secret) is { } name)
        {
            throw new InvalidOperationException($"The secret '{name}' was not looked up; ZgCmdlet.SecretAsync does it.");
        }

        return Read(text => CopyTo(secret, text), secret.Length, read);
    }

    /// <summary>Whether two secrets have the same text.</summary>
    public static bool AreEqual(SecureString left, SecureString right) =>
        left.Length == right.Length && Read(
            text =>
            {
                CopyTo(left, text[..left.Length]);
                CopyTo(right, text[left.Length..]);
            },
            left.Length + right.Length, text => text[..left.Length].SequenceEqual(text[left.Length..]));

    /// <summary>Writes a secret's text into a span.</summary>
    public delegate void Writer(Span<char> text);

    /// <summary>Lends the text that a secret writes of itself.</summary>
    public static T Read<T>(Writer write, int length, Reader<T> read)
    {
        char[] text = GC.AllocateUninitializedArray<char>(length, pinned: true);
        try
        {
            write(text);
            return read(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    /// <summary>A copy of the text that stays out of transcripts.</summary>
    public static SecureString Secure(ReadOnlySpan<char> text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    private static void CopyTo(SecureString secret, Span<char> text)
    {
        nint copy = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (char)Marshal.ReadInt16(copy, i * sizeof(char));
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }
}
