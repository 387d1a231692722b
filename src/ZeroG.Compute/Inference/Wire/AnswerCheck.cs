using System.Net;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>Fetches the signature of an answer and compares it with the chain and with the bytes that went over the wire.</summary>
internal sealed class AnswerCheck(ProviderConnection connection)
{
    /// <summary>Looks.</summary>
    public async Task<ResponseVerification> RunAsync(InferenceAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.ChatId is not { } id)
        {
            return ResponseVerification.Unchecked("The answer came without a key for its signature, so there is nothing to compare.");
        }

        Address provider = answer.Offer.Service.Provider;
        InferenceService service = await connection.Compute.Inference.FindServiceAsync(provider, cancellationToken)
            ?? throw await new ComputeRefusal(connection.Compute).ProviderUnknownAsync(ServiceKind.Inference, provider, cancellationToken);
        ResponseSigner signer = ResponseSigner.Choose(service);
        if (signer.Address is null)
        {
            return ResponseVerification.Unchecked(signer.Reason);
        }

        ResponseSignature document = await FetchAsync(service, id, answer.Offer.Model, cancellationToken);
        List<IReadOnlyList<string>> hashes = [];
        if (answer.ResponseHash is { } body)
        {
            hashes.Add([body]);
        }

        if (answer.Images.Count > 0)
        {
            hashes.Add([.. answer.Images.Select(image => ResponseText.Hash(image))]);
        }

        return ResponseVerification.Of(document, signer, answer.RequestHash, hashes);
    }

    private async Task<ResponseSignature> FetchAsync(
        InferenceService service, string id, string model, CancellationToken cancellationToken)
    {
        InferenceEndpoint endpoint = new(service.Url);
        try
        {
            return ResponseSignature.Parse(await connection.GetAsync(endpoint.Signature(id, model), null, cancellationToken))
                ?? throw StreamFaults.Malformed(endpoint.Root, isStream: false);
        }
        catch (BrokerRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound || refusal.Says("not found or expired"))
        {
            throw new ZeroGException(
                "ZgSignatureMissing", ErrorKind.ObjectNotFound,
                $"No signature kept for {ProviderText.Clean(id)}. Ask within about 20 minutes and use the {ChatId.Header} value.",
                id, refusal);
        }
        catch (BrokerRefusal refusal)
        {
            throw await new RefusalReport(connection).ExplainAsync(refusal, service, model, cancellationToken);
        }
        catch (ProviderSilence silence)
        {
            throw await new RefusalReport(connection).ExplainAsync(silence, service, cancellationToken);
        }
    }
}
