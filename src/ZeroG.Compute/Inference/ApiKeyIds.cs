using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Which id a new API key gets. The chain knows only what was revoked, so two keys could share an id and would be revoked together; the
/// list of what was issued here keeps them apart.
/// </summary>
public static class ApiKeyIds
{
    /// <summary>Ids of API keys: 0 to 254.</summary>
    public const int Count = SessionToken.EphemeralId;

    /// <summary>The id for a new key.</summary>
    /// <param name="account">What the chain says; the default without an account.</param>
    /// <param name="issued">Ids of living keys that were issued before, as <see cref="IssuedApiKeys"/> knows.</param>
    /// <param name="requested">The id that the user wants; null for the smallest one that is free.</param>
    /// <exception cref="ZeroGException"><c>ZgApiKeyIdInvalid</c>, <c>ZgApiKeyIdRevoked</c>, <c>ZgApiKeyIdsExhausted</c>.</exception>
    public static int Choose(TokenRevocations account, IReadOnlyCollection<int> issued, int? requested = null)
    {
        if (requested is { } id)
        {
            Check(id);
            return account.IsRevoked(id)
                ? throw new ZeroGException(
                    "ZgApiKeyIdRevoked", ErrorKind.InvalidOperation,
                    $"API key {id} is revoked, so a new key of that id would be dead. Use another id, or revoke all keys to free every id.",
                    id)
                : id;
        }

        int[] open = [.. Enumerable.Range(0, Count).Where(candidate => !account.IsRevoked(candidate))];
        if (open.Length == 0)
        {
            throw new ZeroGException(
                "ZgApiKeyIdsExhausted", ErrorKind.LimitsExceeded,
                $"All {Count} API keys of this provider are revoked. Revoke all keys with Revoke-ZgApiKey -All, which frees every id.");
        }

        HashSet<int> taken = [.. issued];
        int free = Array.FindIndex(open, candidate => !taken.Contains(candidate));
        return free >= 0
            ? open[free]
            : throw new ZeroGException(
                "ZgApiKeyIdsExhausted", ErrorKind.LimitsExceeded,
                $"All {open.Length} ids that are not revoked belong to keys issued here. Revoke keys that are not needed, or name an id to "
                + "share, knowing that its keys are revoked together.");
    }

    /// <summary>Refuses what is no id of an API key.</summary>
    /// <exception cref="ZeroGException"><c>ZgApiKeyIdInvalid</c>.</exception>
    internal static void Check(int id)
    {
        if (id is < 0 or >= Count)
        {
            throw new ZeroGException(
                "ZgApiKeyIdInvalid", ErrorKind.InvalidArgument,
                $"{id} is no id of an API key. Ids go from 0 to {Count - 1}; {Count} belongs to session tokens.", id);
        }
    }
}
