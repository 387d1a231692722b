using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Encryption;

[Trait("Category", "Vectors")]
public sealed class EncryptionVectorTests
{
    private static readonly VectorForm Form = new(
        "storage",
        "encryption*.json",
        ("files", "mode generator plainSize plainSha256 key? nonce recipientPriv? ephemeralPub? derivedAesKey? headerBytes encryptedSize "
            + "encryptedSha256 encryptedHex? encryptedRoot fragmentSize? fragments?"),
        ("keystreams", "key nonce offset len keystream"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Files => Form.Rows("files");

    public static IEnumerable<object[]> KeyStreams => Form.Rows("keystreams");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Encrypt_FileOfTheOfficialSdk_HasItsBytesAndRoots(string name)
    {
        JsonElement file = Form[name];
        using FileCipher cipher = Open(file);
        using EncryptedFileSource encrypted = new(FileSource.FromBytes(Plain(file)), cipher);
        byte[] bytes = await ReadAsync(encrypted);

        Assert.Equal(file.Number("encryptedSize"), encrypted.Size);
        Assert.Equal(file.Text("encryptedSha256"), Hex.ToHex(SHA256.HashData(bytes)));
        Assert.Equal(file.Text("headerBytes"), Hex.ToHex(bytes.AsSpan(0, cipher.Header.Size)));
        Assert.Equal(file.Text("nonce"), Hex.ToHex(cipher.Header.Nonce));
        Assert.Equal(file.Hash("encryptedRoot"), (await FileTree.BuildAsync(encrypted)).Root);
        if (file.TryGetProperty("encryptedHex", out JsonElement hex))
        {
            Assert.Equal(hex.GetString(), Hex.ToHex(bytes));
        }

        if (file.TryGetProperty("fragments", out JsonElement fragments))
        {
            foreach (JsonElement fragment in fragments.EnumerateArray())
            {
                VectorInput.KnowsMembers(fragment, "offset", "size", "sha256", "root");
                using FileSource slice = encrypted.Slice(fragment.Number("offset"), fragment.Number("size"));
                Assert.True(slice.Size <= file.Number("fragmentSize"));
                Assert.Equal(fragment.Text("sha256"), Hex.ToHex(SHA256.HashData(await ReadAsync(slice))));
                Assert.Equal(fragment.Hash("root"), (await FileTree.BuildAsync(slice)).Root);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Decrypt_FileOfTheOfficialSdk_GivesItsContent(string name)
    {
        JsonElement file = Form[name];
        using FileCipher cipher = Open(file);
        using EncryptedFileSource encrypted = new(FileSource.FromBytes(Plain(file)), cipher);
        byte[] bytes = await ReadAsync(encrypted);

        // What was written is read as any stranger's file: header first, then the content by its position.
        EncryptionHeader header = EncryptionHeader.Read(bytes, name);
        using FileCipher reader = Open(file);
        byte[] plain = bytes[header.Size..];
        reader.Apply(0, plain, plain);

        Assert.Equal(file.Text("mode") == "ecies" ? EncryptionVersion.Ecies : EncryptionVersion.Aes256, header.Version);
        Assert.Equal(file.Text("plainSha256"), Hex.ToHex(SHA256.HashData(plain)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Derive_KeyOfTheOfficialSdk_IsTheSame(string name)
    {
        JsonElement file = Form[name];
        if (file.Text("mode") == "ecies")
        {
            using Wallet recipient = PrivateKeyText.Parse(file.Text("recipientPriv"));
            byte[] key = new byte[EciesKey.Size];
            EciesKey.Derive(recipient, PublicKey.Parse(file.Text("ephemeralPub")), key);
            Assert.Equal(file.Text("derivedAesKey"), Hex.ToHex(key));
        }
        else
        {
            Assert.False(file.TryGetProperty("derivedAesKey", out _));
        }
    }

    [Theory]
    [MemberData(nameof(KeyStreams))]
    public void Apply_OverZeros_IsTheKeyStreamOfTheOfficialSdk(string name)
    {
        JsonElement vector = Form[name];
        using SymmetricKey key = SymmetricKey.Parse(vector.Text("key"));
        EncryptionHeader header = EncryptionHeader.Read([1, .. Hex.ParseBytes(vector.Text("nonce"))], name);
        using FileCipher cipher = new DecryptionKeys(key, null).Open(header, name);
        byte[] stream = new byte[vector.Number("len")];

        cipher.Apply(vector.Number("offset"), stream, stream);

        Assert.Equal(vector.Text("keystream"), Hex.ToHex(stream));
    }

    private static FileCipher Open(JsonElement file)
    {
        EncryptionHeader header = EncryptionHeader.Read(Hex.ParseBytes(file.Text("headerBytes")), "vector");
        if (file.Text("mode") == "aes256")
        {
            using SymmetricKey key = SymmetricKey.Parse(file.Text("key"));
            return new DecryptionKeys(key, null).Open(header, "vector");
        }

        using Wallet recipient = PrivateKeyText.Parse(file.Text("recipientPriv"));
        return new DecryptionKeys(null, recipient).Open(header, "vector");
    }

    private static byte[] Plain(JsonElement file)
    {
        byte[] plain = VectorInput.Generate(file.Text("generator"), (int)file.Number("plainSize"));
        Assert.Equal(file.Text("plainSha256"), Hex.ToHex(SHA256.HashData(plain)));
        return plain;
    }

    private static async Task<byte[]> ReadAsync(FileSource source)
    {
        byte[] bytes = new byte[source.Size];
        await source.ReadAsync(0, bytes);
        return bytes;
    }
}
