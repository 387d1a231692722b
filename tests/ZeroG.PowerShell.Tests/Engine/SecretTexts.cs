using System.Runtime.InteropServices;
using System.Security;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>SecureStrings from texts and back, which only tests do so lightly.</summary>
internal static class SecretTexts
{
    public static SecureString Of(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }

    public static string Read(SecureString secret)
    {
        nint copy = Marshal.SecureStringToGlobalAllocUnicode(secret);
        string text = Marshal.PtrToStringUni(copy)!;
        Marshal.ZeroFreeGlobalAllocUnicode(copy);
        return text;
    }
}
