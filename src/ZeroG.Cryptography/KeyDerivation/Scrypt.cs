using System.Numerics;
using Org.BouncyCastle.Crypto.Generators;

namespace ZeroG.Cryptography.KeyDerivation;

/// <summary>The password-based key derivation function scrypt (RFC 7914) over BouncyCastle.</summary>
public static class Scrypt
{
    /// <summary>Derives a key. Takes 128·n·r bytes of memory while it runs, and time in proportion to n·r·p.</summary>
    /// <param name="password">Any length.</param>
    /// <param name="salt">Any length.</param>
    /// <param name="n">Cost, a power of two above 1; below 65536 when <paramref name="r"/> is 1 (RFC 7914 §2: n &lt; 2^(128·r/8)).</param>
    /// <param name="r">Block size in units of 128 bytes, at least 1.</param>
    /// <param name="p">Number of independent passes, at least 1.</param>
    /// <param name="key">Receives the key; its length is part of the derivation.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, Span<byte> key)
    {
        if (n < 2 || !BitOperations.IsPow2(n) || r < 1 || p < 1 || (r == 1 && n >= 65536))
        {
            throw new ArgumentException($"scrypt takes n a power of two above 1, and r and p of at least 1; got n {n}, r {r}, p {p}.");
        }

        byte[] passwordCopy = password.ToArray();
        byte[]? derived = null;
        try
        {
            derived = SCrypt.Generate(passwordCopy, salt.ToArray(), n, r, p, key.Length);
            derived.CopyTo(key);
        }
        finally
        {
            Array.Clear(passwordCopy);
            Array.Clear(derived ?? []);
        }
    }
}
