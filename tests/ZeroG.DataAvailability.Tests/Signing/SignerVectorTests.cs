using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Signing;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Signing;

/// <summary>Messages, points, signatures and both checks of the chain, from <c>tests/vectors/da</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class SignerVectorTests
{
    private static readonly VectorForm Form = new(
        "da",
        "bls*.json",
        ("h2c", "digest point increments"),
        ("signer_registration", "sk sk_decimal address chain_id pk_g1 pk_g2_abi_order_c0_c1 hash_point signature chain_check"),
        ("epoch_registration", "sk address chain_id epoch hash_point signature chain_check"),
        ("blob", "sk data_root epoch quorum_id erasure_commitment preimage digest hash_point signature signature_grpc_bytes "
            + "plain_bls_pairing_valid contract_check identifier"),
        ("aggregate", "digest signers agg_signature agg_pk_g1 agg_pk_g2_abi_order_c1_c0 contract_check wrong_signature wrong_check"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Digests => Form.Rows("h2c");

    public static IEnumerable<object[]> Registrations => Form.Rows("signer_registration");

    public static IEnumerable<object[]> Epochs => Form.Rows("epoch_registration");

    public static IEnumerable<object[]> Blobs => Form.Rows("blob");

    public static IEnumerable<object[]> Aggregates => Form.Rows("aggregate");

    [Theory]
    [MemberData(nameof(Digests))]
    public void Digest_BecomesThePoint_AfterThatManySteps(string name)
    {
        byte[] digest = Form[name].Bytes("digest");

        G1Affine point = Bls.HashToG1(digest);

        Assert.Equal(Form[name].GetProperty("point").Point(), point);
        Assert.Equal(Fq.FromBigEndianReduced(digest) + Fq.FromUInt64((ulong)Form[name].Number("increments")), point.X);
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void Registration_OfASigner_IsThatOfTheChain(string name)
    {
        JsonElement vector = Form[name];
        using BlsSecretKey key = Key(vector.GetProperty("sk"));
        Assert.True(BlsSecretKey.TryParse(vector.Text("sk_decimal"), out BlsSecretKey? sameKey));
        BlsPublicKey publicKey = sameKey.GetPublicKey();
        Assert.Equal(key.GetPublicKey(), publicKey);
        Assert.Equal(vector.GetProperty("pk_g1").Point(), publicKey.G1);
        Assert.Equal(TwistPoint(vector.GetProperty("pk_g2_abi_order_c0_c1"), "x", "y", c0First: true), publicKey.G2);

        Hash256 digest = SignerMessages.Registration(Signer(vector), vector.GetProperty("chain_id").GetUInt64());

        G1Affine hash = Bls.HashToG1(digest.Bytes);
        Assert.Equal(vector.GetProperty("hash_point").Point(), hash);
        G1Affine signature = key.Sign(digest.Bytes);
        Assert.Equal(vector.GetProperty("signature").Point(), signature);
        AssertCheck(vector.GetProperty("chain_check"), Bls.RegistrationGamma(hash, signature, publicKey), hash, signature, publicKey);
        Assert.True(Bls.VerifyRegistration(digest.Bytes, signature, publicKey));
        Assert.True(Bls.Verify(digest.Bytes, signature, publicKey.G2));
    }

    [Theory]
    [MemberData(nameof(Epochs))]
    public void Registration_ForAnEpoch_IsThatOfTheChain(string name)
    {
        JsonElement vector = Form[name];
        using BlsSecretKey key = Key(vector.GetProperty("sk"));
        BlsPublicKey publicKey = key.GetPublicKey();

        Hash256 digest = SignerMessages.EpochRegistration(
            Signer(vector), vector.GetProperty("epoch").GetUInt64(), vector.GetProperty("chain_id").GetUInt64());

        G1Affine hash = Bls.HashToG1(digest.Bytes);
        Assert.Equal(vector.GetProperty("hash_point").Point(), hash);
        G1Affine signature = key.Sign(digest.Bytes);
        Assert.Equal(vector.GetProperty("signature").Point(), signature);
        AssertCheck(vector.GetProperty("chain_check"), Bls.RegistrationGamma(hash, signature, publicKey), hash, signature, publicKey);
        Assert.True(Bls.VerifyRegistration(digest.Bytes, signature, publicKey));
    }

    [Theory]
    [MemberData(nameof(Blobs))]
    public void SignatureOfABlob_IsThatOfTheContract(string name)
    {
        JsonElement vector = Form[name];
        using BlsSecretKey key = Key(vector.GetProperty("sk"));
        BlsPublicKey publicKey = key.GetPublicKey();
        (Hash256 root, ulong epoch, ulong quorum) =
            (vector.Hash("data_root"), vector.GetProperty("epoch").GetUInt64(), vector.GetProperty("quorum_id").GetUInt64());

        Hash256 digest = SignerMessages.Blob(root, epoch, quorum, vector.GetProperty("erasure_commitment").Point());

        Assert.Equal(vector.Hash("digest"), digest);
        Assert.Equal(Hash256.Keccak(vector.Bytes("preimage")), digest);
        Assert.Equal(vector.Hash("identifier"), SignerMessages.SubmissionIdentifier(root, epoch, quorum));
        G1Affine hash = Bls.HashToG1(digest.Bytes);
        Assert.Equal(vector.GetProperty("hash_point").Point(), hash);
        G1Affine signature = key.Sign(digest.Bytes);
        Assert.Equal(vector.GetProperty("signature").Point(), signature);
        byte[] bytes = new byte[G1Affine.UncompressedSize];
        signature.WriteUncompressed(bytes);
        Assert.Equal(vector.Bytes("signature_grpc_bytes"), bytes);
        Assert.Equal(vector.GetProperty("plain_bls_pairing_valid").GetBoolean(), Bls.Verify(digest.Bytes, signature, publicKey.G2));
        AssertCheck(vector.GetProperty("contract_check"), Bls.SubmissionGamma(hash, signature, publicKey), hash, signature, publicKey);
        Assert.True(Bls.VerifySubmission(digest.Bytes, signature, publicKey));
        Assert.False(Bls.VerifySubmission(digest.Bytes, -signature, publicKey));
    }

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void Aggregate_PassesTheContract_AndAWrongOneDoesNot(string name)
    {
        JsonElement vector = Form[name];
        byte[] digest = vector.Bytes("digest");
        BlsSecretKey[] keys = [.. vector.GetProperty("signers").EnumerateArray().Select(Key)];

        G1Affine signature = Bls.Aggregate([.. keys.Select(key => key.Sign(digest))]);
        BlsPublicKey publicKey = BlsPublicKey.Aggregate([.. keys.Select(key => key.GetPublicKey())]);

        Assert.Equal(vector.GetProperty("agg_signature").Point(), signature);
        Assert.Equal(vector.GetProperty("agg_pk_g1").Point(), publicKey.G1);
        Assert.Equal(TwistPoint(vector.GetProperty("agg_pk_g2_abi_order_c1_c0"), "X", "Y", c0First: false), publicKey.G2);
        G1Affine hash = Bls.HashToG1(digest);
        AssertCheck(vector.GetProperty("contract_check"), Bls.SubmissionGamma(hash, signature, publicKey), hash, signature, publicKey);
        Assert.True(Bls.VerifySubmission(digest, signature, publicKey));

        G1Affine wrong = vector.GetProperty("wrong_signature").Point();
        AssertCheck(vector.GetProperty("wrong_check"), Bls.SubmissionGamma(hash, wrong, publicKey), hash, wrong, publicKey);
        Assert.False(Bls.VerifySubmission(digest, wrong, publicKey));
        Array.ForEach(keys, key => key.Dispose());
    }

    /// <summary>Gamma, what the contract hands to the precompiled contract of EIP-197, and its verdict.</summary>
    private static void AssertCheck(JsonElement check, Fr gamma, G1Affine hash, G1Affine signature, BlsPublicKey key)
    {
        VectorForm.CheckFields(check, "gamma precompile_08_input valid", "check");
        Assert.Equal(check.GetProperty("gamma").Scalar(), gamma);

        byte[] input = new byte[384];
        (key.G1.Multiply(gamma) + signature).ToAffine().WriteBigEndian(input);
        (-G2Affine.Generator).WriteBigEndian(input.AsSpan(64));
        (G1Affine.Generator.Multiply(gamma) + hash).ToAffine().WriteBigEndian(input.AsSpan(192));
        key.G2.WriteBigEndian(input.AsSpan(256));
        Assert.Equal(check.Bytes("precompile_08_input"), input);

        Assert.True(G1Affine.TryReadBigEndian(input.AsSpan(0, 64), out G1Affine left));
        Assert.True(G2Affine.TryReadBigEndian(input.AsSpan(64, 128), out G2Affine minusGenerator));
        Assert.True(G1Affine.TryReadBigEndian(input.AsSpan(192, 64), out G1Affine right));
        Assert.True(G2Affine.TryReadBigEndian(input.AsSpan(256, 128), out G2Affine key2));
        bool valid = check.GetProperty("valid").GetBoolean();
        Assert.Equal(valid, Pairing.ProductIsOne([left, right], [minusGenerator, key2]));
        Assert.Equal(valid, Bls.VerifyWith(gamma, hash, signature, key));
    }

    private static BlsSecretKey Key(JsonElement hex)
    {
        BigInteger number = BigInteger.Parse("0" + hex.GetString()![2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        Assert.True(BlsSecretKey.TryParse(number.ToString(CultureInfo.InvariantCulture), out BlsSecretKey? key));
        return key;
    }

    private static Address Signer(JsonElement vector) => Address.Parse("0x" + vector.Text("address"));

    private static G2Affine TwistPoint(JsonElement element, string x, string y, bool c0First) =>
        new(Coordinate(element.GetProperty(x), c0First), Coordinate(element.GetProperty(y), c0First));

    private static Fq2 Coordinate(JsonElement pair, bool c0First)
    {
        Fq[] parts = [.. pair.EnumerateArray().Select(part => Fq.FromBigInteger(part.Scalar().ToBigInteger()))];
        return c0First ? new(parts[0], parts[1]) : new(parts[1], parts[0]);
    }
}
