using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Wallets;

/// <summary>
/// Keys under a password in the format that all Ethereum tools read: Web3 Secret Storage version 3. The password in NFKC UTF-8 gives a
/// derived key dk of 32 bytes by scrypt or PBKDF2-HMAC-SHA256; dk[0..16] encrypts with AES-128-CTR, dk[16..32] guards with
/// Keccak-256(dk[16..32] ‖ ciphertext).
/// </summary>
public static class Keystore
{
    private const int SaltSize = 32;

    // Real ones have half a KiB, and a few more with what ethers adds.
    private const int LargestFile = 1 << 20;

    /// <summary>Encrypts a wallet's key with scrypt under a new random salt.</summary>
    /// <param name="wallet">Whose key.</param>
    /// <param name="password">Any text; an empty one protects nothing.</param>
    /// <param name="cost">Work per guess; null for <see cref="KeystoreCost.Standard"/>, which takes about a second.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Encrypt(Wallet wallet, ReadOnlySpan<char> password, KeystoreCost? cost = null)
    {
        KeystoreKdf kdf = new(cost ?? KeystoreCost.Standard, RandomNumberGenerator.GetBytes(SaltSize));
        byte[] iv = RandomNumberGenerator.GetBytes(AesCounter.BlockSize);
        using SecretBuffer derived = kdf.Derive(password);
        byte[] ciphertext = new byte[Secp256k1.PrivateKeySize];
        using SecretBuffer key = wallet.CopyKey();
        AesCounter.Apply(derived.Span[..16], iv, key.Span, ciphertext);
        return Write(wallet.Address, kdf, iv, ciphertext, Mac(derived.Span, ciphertext));
    }

    /// <summary>Opens a keystore.</summary>
    /// <param name="json">UTF-8 JSON. The member <c>address</c> may be missing and <c>crypto</c> may be written <c>Crypto</c>, as old tools
    /// do.</param>
    /// <param name="password">The password.</param>
    /// <param name="name">The wallet's name; null for none.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgKeystoreInvalid</c>: not a version 3 keystore, or one with methods or costs that are not supported.
    /// <c>ZgWalletPasswordWrong</c>: the guard does not fit, because the password is wrong or the file was changed.
    /// </exception>
    public static Wallet Decrypt(ReadOnlySpan<byte> json, ReadOnlySpan<char> password, string? name = null)
    {
        KeystoreFile file = KeystoreFile.Read(json);
        using SecretBuffer derived = file.Kdf.Derive(password);
        if (!CryptographicOperations.FixedTimeEquals(Mac(derived.Span, file.Ciphertext), file.Mac))
        {
            throw new ZeroGException(
                "ZgWalletPasswordWrong", ErrorKind.AuthenticationError,
                $"The password does not open the wallet{(name is null ? "" : $" '{name}'")}. Type it again; if it is surely right, "
                + "the file was damaged.", name);
        }

        using SecretBuffer key = new(file.Ciphertext.Length);
        AesCounter.Apply(derived.Span[..16], file.Iv, file.Ciphertext, key.Span);
        Wallet wallet = Secp256k1.IsValidPrivateKey(key.Span)
            ? Wallet.FromPrivateKey(key.Span, name)
            : throw KeystoreFile.Invalid("it holds no key of secp256k1");
        if (file.Address is { } address && address != wallet.Address)
        {
            wallet.Dispose();
            throw KeystoreFile.Invalid($"its key belongs to another address than the {address} written in it");
        }

        return wallet;
    }

    /// <summary>Reads a keystore file, which is small. A named pipe is not opened, since that waits until somebody writes to it.</summary>
    /// <returns>UTF-8 JSON, not looked at.</returns>
    /// <exception cref="ZeroGException"><c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>; <c>ZgKeystoreInvalid</c>: a folder, nothing, or
    /// far more than a keystore.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            FileInfo file = new(path);
            file = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return Directory.Exists(path) ? throw KeystoreFile.Invalid($"'{path}' is a folder")
                : file.Length == 0 ? throw KeystoreFile.Invalid($"'{path}' is empty, or no file on a disk")
                : file.Length > LargestFile ? throw KeystoreFile.Invalid($"'{path}' has {file.Length} bytes")
                : File.ReadAllBytes(path);
        }
        catch (Exception failure) when (FileFault.Unreadable(path, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    private static byte[] Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> ciphertext)
    {
        byte[] guarded = [.. derived[16..32], .. ciphertext];
        byte[] mac = Keccak256.Hash(guarded);
        CryptographicOperations.ZeroMemory(guarded);
        return mac;
    }

    private static byte[] Write(Address address, KeystoreKdf kdf, byte[] iv, byte[] ciphertext, byte[] mac)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("address", Convert.ToHexStringLower(address.Bytes));
            writer.WriteStartObject("crypto");
            writer.WriteString("cipher", KeystoreFile.Cipher);
            writer.WriteStartObject("cipherparams");
            writer.WriteString("iv", Convert.ToHexStringLower(iv));
            writer.WriteEndObject();
            writer.WriteString("ciphertext", Convert.ToHexStringLower(ciphertext));
            kdf.Write(writer);
            writer.WriteString("mac", Convert.ToHexStringLower(mac));
            writer.WriteEndObject();
            writer.WriteString("id", Guid.NewGuid());
            writer.WriteNumber("version", KeystoreFile.Version);
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }
}
