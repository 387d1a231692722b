using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Three separate facts about an answer: the signature is that of the signer on the chain; the request that was signed is the one that was
/// sent; the response that was signed is the one that came. Verified means all three.
/// </summary>
/// <param name="Signature">Whether the signer of the record signed.</param>
/// <param name="Request">Whether the signed hash is that of the request.</param>
/// <param name="Response">Whether the signed hashes are those of the response.</param>
/// <param name="Signer">Who has to have signed; null when the chain does not say.</param>
/// <param name="SignedBy">Whose key signed; null when that is not known.</param>
/// <param name="Detail">What was not checked or failed, and why, in sentences; empty when all passed.</param>
public sealed record ResponseVerification(
    VerificationFact Signature, VerificationFact Request, VerificationFact Response, Address? Signer, Address? SignedBy, string Detail)
{
    /// <summary>True when all three facts hold; false as soon as one of them failed or was skipped.</summary>
    public bool IsVerified =>
        (Signature, Request, Response) == (VerificationFact.Passed, VerificationFact.Passed, VerificationFact.Passed);

    /// <summary>Nothing could be looked at.</summary>
    /// <param name="reason">Why not.</param>
    /// <param name="signer">Who would have to have signed; null when the chain does not say.</param>
    public static ResponseVerification Unchecked(string reason, Address? signer = null) =>
        new(VerificationFact.NotChecked, VerificationFact.NotChecked, VerificationFact.NotChecked, signer, null, reason);

    /// <summary>Compares a signature document with what the chain says and with what was sent and received.</summary>
    /// <param name="document">What the provider keeps.</param>
    /// <param name="signer">Who has to have signed.</param>
    /// <param name="requestHash">SHA-256 of the body that was sent, lower-case hex; null when it is not known.</param>
    /// <param name="responseHashes">
    /// Each list of hashes that would do: that of the raw body, and for images also that of the images; none when not known.
    /// </param>
    public static ResponseVerification Of(
        ResponseSignature document, ResponseSigner signer, string? requestHash, params IReadOnlyList<IReadOnlyList<string>> responseHashes)
    {
        List<string> detail = [];
        Address? signedBy = document.Recover();
        VerificationFact signature = CheckSignature(signer, signedBy, detail);
        ResponseText? text = ResponseText.Parse(document.Text);
        if (text is null)
        {
            detail.Add("The signed text is of a scheme that is not known here, so the bodies could not be compared.");
        }

        VerificationFact request = Compare(
            text is null || requestHash is null,
            () => text!.RequestHash == requestHash,
            detail,
            "The signed request is not the one that was sent; a broker may have rewritten it, for example its model.");
        VerificationFact response = Compare(
            text is null || responseHashes.Count == 0,
            () => responseHashes.Any(hashes => hashes.SequenceEqual(text!.ResponseHashes)),
            detail,
            "The signed response is not the one that came; a broker may have stripped or altered it after signing.");
        return new ResponseVerification(signature, request, response, signer.Address, signedBy, string.Join(' ', detail));
    }

    /// <summary>In short: <c>verified</c>, or the facts that do not hold.</summary>
    public override string ToString() => IsVerified
        ? "verified"
        : $"not verified (signature {Word(Signature)}, request {Word(Request)}, response {Word(Response)})";

    private static VerificationFact CheckSignature(ResponseSigner signer, Address? signedBy, List<string> detail)
    {
        if (signedBy is null)
        {
            detail.Add("The signature is malformed.");
            return VerificationFact.Failed;
        }

        if (signer.Address is not { } expected)
        {
            detail.Add(signer.Reason);
            return VerificationFact.NotChecked;
        }

        if (signedBy != expected)
        {
            detail.Add($"Signed by {signedBy}, but the service's signer on the chain is {expected}.");
            return VerificationFact.Failed;
        }

        return VerificationFact.Passed;
    }

    private static VerificationFact Compare(bool isUnknown, Func<bool> isEqual, List<string> detail, string otherwise)
    {
        if (isUnknown)
        {
            return VerificationFact.NotChecked;
        }

        if (isEqual())
        {
            return VerificationFact.Passed;
        }

        detail.Add(otherwise);
        return VerificationFact.Failed;
    }

    private static string Word(VerificationFact fact) => fact switch
    {
        VerificationFact.Passed => "good",
        VerificationFact.Failed => "wrong",
        _ => "not checked",
    };
}
