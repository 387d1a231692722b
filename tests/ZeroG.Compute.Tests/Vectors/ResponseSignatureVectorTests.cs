using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Tests.Inference;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Vectors;

[Trait("Category", "Vectors")]
public class ResponseSignatureVectorTests
{
    private static readonly VectorForm Form = new(
        "compute",
        "response-signature.json",
        ("documents", "kind name? requestBody? responseBody? imagesHex? document expectedSigner valid"),
        ("signerSelection", "name additionalInfo verifiability teeSignerAcknowledged teeSignerAddress expect"));

    public static IEnumerable<object[]> Documents => Form.Rows("documents");

    public static IEnumerable<object[]> Selections => Form.Rows("signerSelection");

    [Theory]
    [MemberData(nameof(Documents))]
    public void Of_KnownDocument_GivesTheKnownVerdict(string name)
    {
        JsonElement vector = Form[name];
        ResponseSignature document = ResponseSignature.Parse(vector.GetProperty("document").GetRawText())!;
        Address signer = Address.Parse(vector.GetProperty("expectedSigner").GetString()!);
        bool valid = vector.GetProperty("valid").GetBoolean();

        ResponseVerification verification = ResponseVerification.Of(document, new ResponseSigner(signer, ""), null);

        Assert.Equal(valid ? VerificationFact.Passed : VerificationFact.Failed, verification.Signature);
        Assert.False(verification.IsVerified, "What was not compared must never count as verified.");
        if (valid)
        {
            ResponseText text = Text(vector, document);
            Assert.Equal(document.Text, text.ToString());
            Assert.True(
                ResponseVerification.Of(document, new ResponseSigner(signer, ""), text.RequestHash, text.ResponseHashes).IsVerified);
            AssertSignsLikeThis(document, text);
        }
    }

    [Theory]
    [MemberData(nameof(Selections))]
    public void Choose_KnownRecord_GivesTheKnownSigner(string name)
    {
        JsonElement vector = Form[name];
        JsonElement expect = vector.GetProperty("expect");
        VectorForm.CheckFields(expect, "signer? result?", name);

        ResponseSigner signer = ResponseSigner.Choose(
            vector.GetProperty("verifiability").GetString()!, vector.GetProperty("teeSignerAcknowledged").GetBoolean(),
            Address.Parse(vector.GetProperty("teeSignerAddress").GetString()!), vector.GetProperty("additionalInfo").GetString()!);

        if (expect.TryGetProperty("signer", out JsonElement address))
        {
            Assert.Equal(address.GetString(), signer.Address.ToString());
            Assert.Empty(signer.Reason);
        }
        else
        {
            Assert.False(expect.GetProperty("result").GetBoolean());
            Assert.Null(signer.Address);
            Assert.NotEmpty(signer.Reason);
        }
    }

    private static ResponseText Text(JsonElement vector, ResponseSignature document)
    {
        byte[] request = Encoding.UTF8.GetBytes(vector.GetProperty("requestBody").GetString()!);
        if (vector.GetProperty("kind").GetString() == "image")
        {
            return ResponseText.OfImages(
                request, [.. vector.GetProperty("imagesHex").EnumerateArray().Select(image => Hex.ParseBytes(image.GetString()))]);
        }

        ResponseText text = ResponseText.Of(request, Encoding.UTF8.GetBytes(vector.GetProperty("responseBody").GetString()!));
        return vector.GetProperty("kind").GetString() == "routing-proof"
            ? text.From(document.ProviderType!, document.ProviderIdentity!, document.CertificateHash!)
            : text;
    }

    private static void AssertSignsLikeThis(ResponseSignature document, ResponseText text)
    {
        ResponseSignature signed = ResponseSignature.Sign(text, TestKeys.TeeSigner);
        Assert.Equal(document, signed);
        using MemoryStream written = new();
        using (Utf8JsonWriter writer = new(written))
        {
            signed.Write(writer);
        }

        Assert.Equal(document, ResponseSignature.Parse(Encoding.UTF8.GetString(written.ToArray())));
    }
}
