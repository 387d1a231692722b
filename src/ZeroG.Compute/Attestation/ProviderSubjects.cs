using ZeroG.Chain;
using ZeroG.Compute.Accounts;

namespace ZeroG.Compute.Attestation;

/// <summary>Finds on the chain what there is to check of a provider.</summary>
public static class ProviderSubjects
{
    /// <summary>Its services in the markets given.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>: it offers nothing there.</exception>
    public static async Task<IReadOnlyList<AttestationSubject>> FindAsync(
        ComputeClient client, Address provider, IReadOnlyList<ServiceKind> kinds, CancellationToken cancellationToken = default)
    {
        List<AttestationSubject> found = [];
        if (kinds.Contains(ServiceKind.Inference)
            && await client.Inference.FindServiceAsync(provider, cancellationToken) is { } inference)
        {
            found.Add(AttestationSubject.Of(inference));
        }

        if (kinds.Contains(ServiceKind.FineTuning)
            && await client.FineTuning.FindServiceAsync(provider, cancellationToken) is { } fineTuning)
        {
            found.Add(AttestationSubject.Of(fineTuning));
        }

        return found.Count > 0 ? found : throw await new ComputeRefusal(client).ProviderUnknownAsync(kinds[0], provider, cancellationToken);
    }
}
