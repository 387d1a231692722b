using ZeroG.Chain;
using ZeroG.Compute.Accounts;

namespace ZeroG.Compute.Providers;

/// <summary>Who vouches for a provider's signer: the network's operator, and the user.</summary>
public sealed class ProviderTrust
{
    private readonly ComputeClient _client;
    private readonly ServiceKind _kind;
    private readonly Address _user;
    private readonly Address _provider;

    private ProviderTrust(ComputeClient client, ServiceKind kind, Address user, Address provider) =>
        (_client, _kind, _user, _provider) = (client, kind, user, provider);

    /// <summary>The account that signs for the provider.</summary>
    public required Address Signer { get; init; }

    /// <summary>Whether the network's operator has approved it.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>The user's sub-account with the provider; null for none.</summary>
    public required SubAccount? Account { get; init; }

    /// <summary>Asks the chain.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>.</exception>
    public static async Task<ProviderTrust> ReadAsync(
        ComputeClient client, ServiceKind kind, Address user, Address provider, CancellationToken cancellationToken = default)
    {
        (Address Signer, bool IsApproved)? service = kind == ServiceKind.Inference
            ? await client.Inference.FindServiceAsync(provider, cancellationToken) is { } inference
                ? (inference.TeeSigner, inference.IsTeeSignerAcknowledged)
                : null
            : await client.FineTuning.FindServiceAsync(provider, cancellationToken) is { } fineTuning
                ? (fineTuning.TeeSigner, fineTuning.IsTeeSignerAcknowledged)
                : null;
        return service is { } known
            ? new ProviderTrust(client, kind, user, provider)
            {
                Signer = known.Signer,
                IsApproved = known.IsApproved,
                Account = await client.Serving(kind).FindAccountAsync(user, provider, cancellationToken),
            }
            : throw await new ComputeRefusal(client).ProviderUnknownAsync(kind, provider, cancellationToken);
    }

    /// <summary><c>ZgSubAccountMissing</c>.</summary>
    public Task<ZeroGException> SubAccountMissingAsync(CancellationToken cancellationToken = default) =>
        new ComputeRefusal(_client).SubAccountMissingAsync(_kind, _user, _provider, cancellationToken);
}
