using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Compute.Fees;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// Decides who is served (0G compute specification 2.3, 2.4). What was found good is kept for a while; a refusal is never based on what was
/// kept, so whoever has just paid or acknowledged is let in at once.
/// </summary>
internal sealed class UserGate
{
    /// <summary>What must stay in an account besides what is owed: 1 0G, constant in brokers.</summary>
    public static readonly TokenAmount Reserve = TokenAmount.Parse("1");

    private const string Step = "validate request";

    // Users and tokens remembered; more are asked about again.
    private const int Capacity = 10_000;

    private readonly ComputeClient _client;
    private readonly Address _provider;
    private readonly FeeBook _book;
    private readonly TimeProvider _time;
    private readonly ExpiringCache<string, SessionToken> _tokens;
    private readonly ExpiringCache<Address, SubAccount> _accounts;
    private readonly ExpiringCache<Address, InferenceService> _service;

    public UserGate(ComputeClient client, Address provider, FeeBook book, TimeSpan cacheDuration, TimeProvider time)
    {
        (_client, _provider, _book, _time) = (client, provider, book, time);
        _tokens = new(Capacity, cacheDuration, time);
        _accounts = new(Capacity, cacheDuration, time);
        _service = new(1, cacheDuration, time);
    }

    /// <summary>Whose session a request belongs to.</summary>
    /// <param name="authorization">Value of the Authorization header; null for none.</param>
    /// <param name="cancellationToken">Stops asking the chain.</param>
    /// <exception cref="ProviderRefusal">401.</exception>
    public async Task<Address> EnterAsync(string? authorization, CancellationToken cancellationToken)
    {
        // The hash, not the token: what lies in memory for minutes should open nothing.
        string key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(authorization ?? "")));
        DateTimeOffset now = _time.GetUtcNow();
        if (_tokens.TryGet(key, out SessionToken? known) && !(known.ExpiresAt is { } end && now > end))
        {
            return known.User;
        }

        SessionTokenVerdict verdict = await SessionTokenCheck.RunAsync(
            authorization, _provider, now, ReadRevocationsAsync, cancellationToken).ConfigureAwait(false);
        if (!verdict.IsValid)
        {
            throw ProviderRefusal.OfProxy(StatusCodes.Status401Unauthorized, "validate session", verdict.Message);
        }

        _tokens.Set(key, verdict.Token!);
        return verdict.Token!.User;
    }

    /// <summary>Makes sure that a user may be served, and that the contract will let the fee be settled.</summary>
    /// <exception cref="ProviderRefusal">402: no money. 403: somebody has not acknowledged.</exception>
    public async Task AdmitAsync(Address user, CancellationToken cancellationToken)
    {
        if (_accounts.TryGet(user, out SubAccount? kept) && Refuse(kept, user) is null)
        {
            await CheckServiceAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        SubAccount? account = await _client.Inference.FindAccountAsync(user, _provider, cancellationToken).ConfigureAwait(false);
        if (Refuse(account, user) is { } refusal)
        {
            throw refusal;
        }

        await CheckServiceAsync(cancellationToken).ConfigureAwait(false);
        _accounts.Set(user, account!);
    }

    /// <summary>Forgets what was kept of a user whose balance has just changed.</summary>
    public void Forget(Address user) => _accounts.Remove(user);

    private async ValueTask<TokenRevocations?> ReadRevocationsAsync(Address user, CancellationToken cancellationToken) =>
        await _client.Inference.FindAccountAsync(user, _provider, cancellationToken).ConfigureAwait(false) is { } account
            ? new TokenRevocations(account.Generation, account.RevokedBitmap)
            : null;

    private async Task CheckServiceAsync(CancellationToken cancellationToken)
    {
        if (_service.TryGet(_provider, out _))
        {
            return;
        }

        InferenceService? service = await _client.Inference.FindServiceAsync(_provider, cancellationToken).ConfigureAwait(false);
        if (service is not { IsTeeSignerAcknowledged: true })
        {
            throw ProviderRefusal.OfProxy(StatusCodes.Status403Forbidden, Step, "service not acknowledge the tee signer");
        }

        _service.Set(_provider, service);
    }

    private ProviderRefusal? Refuse(SubAccount? account, Address user)
    {
        if (account is null)
        {
            return ProviderRefusal.OfProxy(
                StatusCodes.Status402PaymentRequired, Step,
                $"AccountNotExists: {user} has no sub-account with {_provider} for inference; transfer funds to it first");
        }

        if (!account.IsAcknowledged)
        {
            return ProviderRefusal.OfProxy(StatusCodes.Status403Forbidden, Step, "user not acknowledge the provider");
        }

        // Chat, speech and images cost nothing before they are answered, so nothing is added for the request itself.
        TokenAmount owed = _book.Of(user);
        TokenAmount needed = Reserve + owed;
        return needed <= account.Free
            ? null
            : ProviderRefusal.OfProxy(
                StatusCodes.Status402PaymentRequired, Step,
                $"insufficient balance: your locked balance is {account.Free}, but {Reserve} reserve and {owed} unsettled are needed; "
                + $"transfer at least {needed - account.Free}");
    }
}
