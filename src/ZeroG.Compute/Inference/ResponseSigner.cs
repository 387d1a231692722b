using ZeroG.Chain;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Who has to have signed the answers of a service. The address comes from the chain; when the record does not allow a verdict, the reason
/// says why.
/// </summary>
/// <param name="Address">The signer; null when answers of this service cannot be verified.</param>
/// <param name="Reason">Why not; empty otherwise.</param>
public sealed record ResponseSigner(Address? Address, string Reason)
{
    private static readonly string[] Verifiable = ["TeeML", "OpML", "ZKML"];

    /// <summary>Whether the word promises answers that can be verified; upper and lower case count.</summary>
    public static bool IsVerifiable(string verifiability) => Verifiable.Contains(verifiability, StringComparer.Ordinal);

    /// <summary>Chooses the signer of a service.</summary>
    public static ResponseSigner Choose(InferenceService service) =>
        Choose(service.Verifiability, service.IsTeeSignerAcknowledged, service.TeeSigner, service.AdditionalInfo);

    /// <summary>Chooses the signer from the facts of a record.</summary>
    /// <param name="verifiability">The record's word.</param>
    /// <param name="isAcknowledged">Whether the contract's owner has approved the signer.</param>
    /// <param name="teeSigner">The broker's signer.</param>
    /// <param name="additionalInfo">The record's JSON.</param>
    public static ResponseSigner Choose(string verifiability, bool isAcknowledged, Address teeSigner, string additionalInfo)
    {
        if (!IsVerifiable(verifiability))
        {
            return new ResponseSigner(null, "The service does not promise verifiable answers.");
        }

        if (!isAcknowledged)
        {
            return new ResponseSigner(null, "The network operator has not approved this provider's TEE signer.");
        }

        ProviderInfo info = ProviderInfo.Parse(additionalInfo);
        if (!info.IsReadable)
        {
            return new ResponseSigner(null, "The service's additional information is missing or unreadable, so its signer is not known.");
        }

        bool isOfTarget = info is { IsTargetSeparated: true, ProviderType: ProviderInfo.Decentralized, TargetTeeAddress: not null };
        return new ResponseSigner(isOfTarget ? info.TargetTeeAddress : teeSigner, "");
    }
}
