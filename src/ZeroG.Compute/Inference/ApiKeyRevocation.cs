using ZeroG.Chain;
using ZeroG.Compute.Accounts;

namespace ZeroG.Compute.Inference;

/// <summary>Which of the keys that somebody wants revoked still live.</summary>
public static class ApiKeyRevocation
{
    /// <summary>The ids that are not revoked yet, each once and in order.</summary>
    /// <param name="client">The contracts.</param>
    /// <param name="user">Whose keys.</param>
    /// <param name="provider">Who takes them.</param>
    /// <param name="ids">What is asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ZeroGException"><c>ZgApiKeyIdInvalid</c>, <c>ZgSubAccountMissing</c>.</exception>
    public static async Task<IReadOnlyList<byte>> LivingAsync(
        ComputeClient client, Address user, Address provider, IEnumerable<int> ids, CancellationToken cancellationToken = default)
    {
        int[] wanted = [.. ids.Distinct().Order()];
        Array.ForEach(wanted, ApiKeyIds.Check);
        SubAccount account = await client.Inference.FindAccountAsync(user, provider, cancellationToken)
            ?? throw await new ComputeRefusal(client).SubAccountMissingAsync(ServiceKind.Inference, user, provider, cancellationToken);
        TokenRevocations revocations = new(account.Generation, account.RevokedBitmap);
        return [.. wanted.Where(id => !revocations.IsRevoked(id)).Select(id => (byte)id)];
    }
}
