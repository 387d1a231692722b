using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

[Trait("Category", "Vectors")]
public sealed class ModelFileVectorTests : IDisposable
{
    private const int HeaderSize = 77;

    private static readonly VectorForm Form = new(
        "compute",
        "model-file*.json",
        ("small", "name key iv plaintext tags signature encryptedFile keccak256OfEncryptedFile signer"),
        ("mustFail", "name encryptedFile key expectedSigner officialError?"))
    {
        Facts = "chunkBytes large legacyBlob",
    };

    private readonly TempFolder _folder = new();

    public static IEnumerable<object[]> Small => Form.Rows("small");

    public static IEnumerable<object[]> MustFail => Form.Rows("mustFail");

    public static IEnumerable<object[]> Files => Form.FileRows();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Small))]
    public async Task Decrypt_SmallFile_IsItsPlainText(string name)
    {
        JsonElement vector = Form[name];
        byte[] file = vector.Hex("encryptedFile");

        Assert.Equal(vector.Hex("plaintext"), await DecryptAsync(file, vector.Hex("key"), vector.Address("signer")));
        Assert.Equal(vector.Hex("signature"), file[..65]);
        Assert.Equal(vector.Hex("iv"), file[65..HeaderSize]);
        Assert.Equal(vector.Hex("keccak256OfEncryptedFile"), Keccak256.Hash(file));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public async Task Encrypt_SmallFile_IsTheSameFileWithVOfZeroOrOne(string name)
    {
        JsonElement vector = Form[name];
        byte[] expected = vector.Hex("encryptedFile");
        expected[64] %= 27;

        byte[] file = await EncryptAsync(new MemoryStream(vector.Hex("plaintext")), vector);

        Assert.Equal(expected, file);
        Assert.Equal(vector.Hex("tags"), file[(HeaderSize + vector.Hex("plaintext").Length)..]);
    }

    [Theory]
    [MemberData(nameof(MustFail))]
    public async Task Decrypt_FileThatMustFail_SaysWhyAndLeavesNothing(string name)
    {
        JsonElement vector = Form[name];

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => DecryptAsync(vector.Hex("encryptedFile"), vector.Hex("key"), vector.Address("expectedSigner")));

        string expected = vector.Text("name") switch
        {
            "signer is not the TEE signer" => "ZgModelFileSigner",

            // One chunk that is no zip: whether the key or the file is wrong cannot be known, and the text says so.
            "cipher text flipped" => "ZgModelKeyWrong",
            var unknown => throw new InvalidOperationException($"No test knows '{unknown}'."),
        };
        Assert.Equal(expected, failure.ErrorId);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task BothWays_FileOfMoreThanOneChunk_HasTheHashesOfTheVector(string name)
    {
        JsonElement vector = Form.File(name).GetProperty("large");
        VectorForm.CheckFields(
            vector, "generator a b c length key iv plaintextSha256 tags signature encryptedLength encryptedSha256 signer", name);
        Assert.Equal("byte i = (i*a + floor(i/256)*b + c) mod 256", vector.Text("generator"));
        Assert.Equal(ModelFileLayout.ChunkSize, Form.File(name).GetProperty("chunkBytes").GetInt32());
        long length = vector.GetProperty("length").GetInt64();
        using GeneratedStream plain = new(
            length, vector.GetProperty("a").GetInt32(), vector.GetProperty("b").GetInt32(), vector.GetProperty("c").GetInt32());

        byte[] file = await EncryptAsync(plain, vector);

        Assert.Equal(vector.GetProperty("encryptedLength").GetInt64(), file.Length);
        Assert.Equal(vector.Text("encryptedSha256"), Convert.ToHexStringLower(SHA256.HashData(file)));
        Assert.Equal(vector.Hex("signature"), file[..65]);
        Assert.Equal(
            vector.Hex("tags"), (byte[])[.. file.AsSpan(HeaderSize + ModelFileLayout.ChunkSize, 16), .. file.AsSpan(file.Length - 16)]);
        byte[] decrypted = await DecryptAsync(file, vector.Hex("key"), vector.Address("signer"));
        Assert.Equal(length, decrypted.Length);
        Assert.Equal(vector.Text("plaintextSha256"), Convert.ToHexStringLower(SHA256.HashData(decrypted)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Decrypt_BlobOfAnEarlyProvider_IsItsPlainText(string name)
    {
        JsonElement vector = Form.File(name).GetProperty("legacyBlob");
        VectorForm.CheckFields(vector, "key blob plaintext signer", name);

        Assert.Equal(
            vector.Hex("plaintext"), await DecryptAsync(vector.Hex("blob"), vector.Hex("key"), vector.Address("signer")));
    }

    private async Task<byte[]> DecryptAsync(byte[] file, byte[] keyBytes, Address signer)
    {
        using FileSource source = FileSource.FromBytes(file, "model.bin");
        using SymmetricKey key = new(keyBytes);
        long size = await ModelFile.DecryptAsync(source, _folder["plain"], key, signer);
        byte[] plain = await File.ReadAllBytesAsync(_folder["plain"]);
        Assert.Equal(size, plain.Length);
        return plain;
    }

    private async Task<byte[]> EncryptAsync(Stream plain, JsonElement vector)
    {
        using JsonDocument keys = VectorFiles.Read("compute", "keys.json");
        using Wallet signer = keys.RootElement.GetProperty("teeSigner").Wallet("privateKey");
        using SymmetricKey key = new(vector.Hex("key"));
        Assert.Equal(vector.Address("signer"), signer.Address);
        await new ModelFileWriter(key, progress: null, vector.Hex("iv"))
            .WriteAsync(plain, _folder["encrypted"], signer, overwrite: false, CancellationToken.None);
        return await File.ReadAllBytesAsync(_folder["encrypted"]);
    }
}
