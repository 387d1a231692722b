using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Storage.Encryption;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

public sealed class ModelKeyEnvelopeTests
{
    private const int Overhead = 97;

    private static readonly VectorForm Form = new(
        "compute",
        "ecies*.json",
        ("deterministic", "recipientPrivateKey ephemeralPrivateKey ephemeralPublicKey sharedPoint hkdfKey nonce tag ciphertext encrypted "
            + "plaintext"),
        ("libraryMade", "recipientPrivateKey encrypted plaintext"),
        ("mustFail", "name recipientPrivateKey encrypted"));

    public static IEnumerable<object[]> Deterministic => Form.Rows("deterministic");

    public static IEnumerable<object[]> LibraryMade => Form.Rows("libraryMade");

    public static IEnumerable<object[]> MustFail => Form.Rows("mustFail");

    [Theory]
    [MemberData(nameof(Deterministic))]
    [Trait("Category", "Vectors")]
    public void Seal_WithEverythingGiven_HasEachPartOfTheVector(string name)
    {
        JsonElement vector = Form[name];
        using Wallet recipient = vector.Wallet("recipientPrivateKey");
        using Wallet ephemeral = vector.Wallet("ephemeralPrivateKey");
        byte[] shared = new byte[64];
        byte[] plain = vector.Hex("plaintext");
        byte[] nonce = vector.Hex("nonce");

        byte[] envelope = ModelKeyEnvelope.Seal(plain, recipient.PublicKey, ephemeral, nonce);

        Assert.Equal(vector.Hex("encrypted"), envelope);
        Assert.Equal(vector.Hex("ephemeralPublicKey"), envelope[..65]);
        Assert.Equal(nonce, envelope[65..81]);
        Assert.Equal(vector.Hex("tag"), envelope[81..97]);
        Assert.Equal(vector.Hex("ciphertext"), envelope[97..]);
        ephemeral.AgreePoint(recipient.PublicKey, shared);
        Assert.Equal(vector.Hex("sharedPoint"), [4, .. shared]);
        using AesGcmKey key = new(vector.Hex("hkdfKey"));
        byte[] opened = new byte[plain.Length];
        Assert.True(key.TryDecrypt(nonce, envelope.AsSpan(97), envelope.AsSpan(81, 16), opened));
        Assert.Equal(plain, opened);
    }

    [Theory]
    [MemberData(nameof(Deterministic))]
    [MemberData(nameof(LibraryMade))]
    [Trait("Category", "Vectors")]
    public void TryOpen_EnvelopeOfTheLibrary_GivesItsContent(string name)
    {
        JsonElement vector = Form[name];
        using Wallet recipient = vector.Wallet("recipientPrivateKey");
        byte[] envelope = vector.Hex("encrypted");
        byte[] content = new byte[envelope.Length - Overhead];

        Assert.True(ModelKeyEnvelope.IsForm(envelope, out PublicKey? ephemeral));
        Assert.True(ModelKeyEnvelope.TryOpen(envelope, ephemeral!, recipient, content));
        Assert.Equal(vector.Hex("plaintext"), content);
    }

    [Theory]
    [MemberData(nameof(MustFail))]
    [Trait("Category", "Vectors")]
    public void Open_EnvelopeThatMustFail_SaysWhy(string name)
    {
        JsonElement vector = Form[name];
        using Wallet recipient = vector.Wallet("recipientPrivateKey");
        byte[] envelope = vector.Hex("encrypted");

        ZeroGException failure = Assert.Throws<ZeroGException>(() => ModelKeyEnvelope.Open(envelope, recipient));

        string expected = vector.Text("name") switch
        {
            "tag or text flipped" => "ZgModelKeyNotForWallet",
            "empty secret (provider has not settled)" => "ZgModelKeyNotPublished",
            var unknown => throw new InvalidOperationException($"No test knows '{unknown}'."),
        };
        Assert.Equal(expected, failure.ErrorId);
    }

    [Fact]
    public void Open_OfSeal_IsTheKeyForThatWalletAlone()
    {
        using Wallet recipient = Wallet.CreateRandom();
        using Wallet other = Wallet.CreateRandom();
        using SymmetricKey key = SymmetricKey.CreateRandom();

        byte[] envelope = ModelKeyEnvelope.Seal(key, recipient.PublicKey);

        Assert.Equal(ModelKeyEnvelope.Size, envelope.Length);
        using SymmetricKey opened = ModelKeyEnvelope.Open(envelope, recipient);
        Assert.Equal(key.Bytes, opened.Bytes);
        Assert.NotEqual(envelope, ModelKeyEnvelope.Seal(key, recipient.PublicKey));
        ZeroGException failure = Assert.Throws<ZeroGException>(() => ModelKeyEnvelope.Open(envelope, other));
        Assert.Equal("ZgModelKeyNotForWallet", failure.ErrorId);
        Assert.Equal(other.Address, failure.Target);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(113)]
    [InlineData(130)]
    public void Open_AnotherLength_IsRefused(int length)
    {
        using Wallet recipient = Wallet.CreateRandom();
        byte[] envelope = [.. new byte[] { 4 }, .. recipient.PublicKey.Bytes, .. new byte[100]];

        ZeroGException failure = Assert.Throws<ZeroGException>(() => ModelKeyEnvelope.Open(envelope.AsSpan(0, length), recipient));

        Assert.Equal("ZgModelKeyInvalid", failure.ErrorId);
        Assert.Contains($"{length} bytes", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public void Open_KeyThatIsNoPoint_IsRefused(int where)
    {
        using Wallet recipient = Wallet.CreateRandom();
        using SymmetricKey key = SymmetricKey.CreateRandom();
        byte[] envelope = ModelKeyEnvelope.Seal(key, recipient.PublicKey);
        envelope[where] ^= 1;

        Assert.Equal("ZgModelKeyInvalid", Assert.Throws<ZeroGException>(() => ModelKeyEnvelope.Open(envelope, recipient)).ErrorId);
    }
}
