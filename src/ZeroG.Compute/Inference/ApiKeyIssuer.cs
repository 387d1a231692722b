using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Accounts;

namespace ZeroG.Compute.Inference;

/// <summary>Makes API keys of a wallet, each with an id that no other living key from this machine has.</summary>
/// <param name="client">The contracts.</param>
/// <param name="wallet">Signs, and pays for what is asked with the keys; stays the caller's.</param>
/// <param name="issued">The keys issued before.</param>
/// <param name="time">Clock; null for the system's.</param>
public sealed class ApiKeyIssuer(ComputeClient client, Wallet wallet, IssuedApiKeys issued, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Makes a key and lists it. Nothing is sent to anybody.</summary>
    /// <param name="provider">Who is to take it.</param>
    /// <param name="id">The id, 0 to 254; null for the smallest free one.</param>
    /// <param name="duration">Its life; null for no end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ZeroGException"><c>ZgProviderUnknown</c>, <c>ZgSubAccountMissing</c>, <c>ZgProviderNotAcknowledged</c>, and what
    /// <see cref="IssuedApiKeys.IssueAsync"/> throws.</exception>
    public async Task<SessionToken> IssueAsync(Address provider, int? id, TimeSpan? duration, CancellationToken cancellationToken = default)
    {
        TokenRevocations revocations = await ReadAsync(provider, cancellationToken);
        DateTimeOffset now = _time.GetUtcNow();
        string chain = await ChainIdentity.ReadAsync(client.Chain, client.Network, cancellationToken);
        IssuedApiKey wanted = new(
            client.Inference.Address, chain, wallet.Address, provider, revocations.Generation, Id: 0, now, now + duration);
        IssuedApiKey listed = await issued.IssueAsync(wanted, revocations, id, cancellationToken);
        return SessionToken.CreatePersistent(wallet, provider, revocations.Generation, listed.Id, now, duration);
    }

    /// <summary>What the chain says of the keys of a sub-account that may be used.</summary>
    private async Task<TokenRevocations> ReadAsync(Address provider, CancellationToken cancellationToken)
    {
        if (!await client.Inference.IsOfferedAsync(provider, cancellationToken))
        {
            throw await new ComputeRefusal(client).ProviderUnknownAsync(ServiceKind.Inference, provider, cancellationToken);
        }

        SubAccount account = await client.Inference.FindAccountAsync(wallet.Address, provider, cancellationToken)
            ?? throw await new ComputeRefusal(client).SubAccountMissingAsync(
                ServiceKind.Inference, wallet.Address, provider, cancellationToken);
        return account.IsAcknowledged
            ? new TokenRevocations(account.Generation, account.RevokedBitmap)
            : throw new ZeroGException(
                "ZgProviderNotAcknowledged", ErrorKind.PermissionDenied,
                $"You have not acknowledged {provider}. Acknowledge it with Confirm-ZgProvider; the provider notices within about two "
                + "minutes.", provider);
    }
}
