using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

public class ResponseVerificationTests
{
    private static readonly ResponseText Text = ResponseText.Of("request"u8, "response"u8);

    private static readonly ResponseSigner Signer = new(TestKeys.TeeSigner.Address, "");

    [Fact]
    public void Of_AllFactsHold_IsVerified() => Assert.True(Verify(Signer, "response"u8).IsVerified);

    [Fact]
    public void Of_AnotherBody_SaysWhichOne()
    {
        ResponseVerification verification = Verify(Signer, "lie"u8);

        Assert.Equal(
            (VerificationFact.Passed, VerificationFact.Passed, VerificationFact.Failed),
            (verification.Signature, verification.Request, verification.Response));
        Assert.False(verification.IsVerified);
        Assert.Equal("not verified (signature good, request good, response wrong)", verification.ToString());
        Assert.Contains("response is not the one that came", verification.Detail);
    }

    [Fact]
    public void Of_AnotherSigner_NamesBoth()
    {
        ResponseVerification verification = Verify(new ResponseSigner(TestKeys.User.Address, ""), "response"u8);

        Assert.Equal(VerificationFact.Failed, verification.Signature);
        Assert.Contains(TestKeys.TeeSigner.Address.ToString(), verification.Detail);
        Assert.Contains(TestKeys.User.Address.ToString(), verification.Detail);
    }

    [Fact]
    public void Of_SignerThatTheChainDoesNotName_IsNotChecked()
    {
        ResponseVerification verification = Verify(new ResponseSigner(null, "Nobody."), "response"u8);

        Assert.Equal(VerificationFact.NotChecked, verification.Signature);
        Assert.False(verification.IsVerified);
        Assert.Equal("Nobody.", verification.Detail);
    }

    [Fact]
    public void Of_SigningAddressOfTheServer_DecidesNothing()
    {
        string claimed = TestKeys.TeeSigner.Address.ToString();
        ResponseSignature document = ResponseSignature.Sign(Text, TestKeys.User) with { SigningAddress = claimed };

        Assert.Equal(VerificationFact.Failed, ResponseVerification.Of(document, Signer, Text.RequestHash, Text.ResponseHashes).Signature);
    }

    [Theory]
    [InlineData("zg-sig-v1/ecdsa:abc")]
    [InlineData("")]
    [InlineData("0123:4567")]
    public void Of_TextOfAnotherScheme_ComparesNothing(string text)
    {
        ResponseSignature document = new(text, "0x", "");

        ResponseVerification verification = ResponseVerification.Of(document, Signer, Text.RequestHash, Text.ResponseHashes);

        Assert.Equal(
            (VerificationFact.Failed, VerificationFact.NotChecked, VerificationFact.NotChecked),
            (verification.Signature, verification.Request, verification.Response));
    }

    [Fact]
    public void Of_Images_HashOfEachOrOfTheBodyWillDo()
    {
        byte[][] images = [[1, 2], [3]];
        ResponseText text = ResponseText.OfImages("request"u8, images);
        ResponseSignature document = ResponseSignature.Sign(text, TestKeys.TeeSigner);

        ResponseVerification verification = ResponseVerification.Of(
            document, Signer, text.RequestHash, [ResponseText.Hash("body"u8)], [.. images.Select(image => ResponseText.Hash(image))]);

        Assert.True(verification.IsVerified);
    }

    private static ResponseVerification Verify(ResponseSigner signer, ReadOnlySpan<byte> response) =>
        ResponseVerification.Of(
            ResponseSignature.Sign(Text, TestKeys.TeeSigner), signer, ResponseText.Hash("request"u8), [ResponseText.Hash(response)]);
}
