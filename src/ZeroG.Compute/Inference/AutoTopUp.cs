using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Moves money from the main account to sub-accounts that run low, within a ceiling for all of them together, and only after a yes. Many
/// requests that find the same sub-account empty move money once, in whatever order they are refused and answered.
/// </summary>
/// <param name="account">Moves it.</param>
/// <param name="client">Says what is owed.</param>
/// <param name="ceiling">The most that is moved as long as this object lives.</param>
/// <param name="ask">Asked before each transfer; null for yes.</param>
public sealed class AutoTopUp(
    ComputeAccount account, InferenceClient client, TokenAmount ceiling, Func<InferenceService, TokenAmount, Task<bool>>? ask = null)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    // The block of the last transfer to each provider, and the transfers of which nobody knows what became of them.
    private readonly Dictionary<Address, ulong> _mined = [];
    private readonly Dictionary<Address, TokenAmount> _unsure = [];

    private ComputeClient Compute => account.Client;

    /// <summary>What was moved so far; what may have been moved counts.</summary>
    public TokenAmount Moved { get; private set; }

    /// <summary>Looks at a sub-account and fills it up when it runs low; see <see cref="TopUp"/>.</summary>
    /// <param name="service">Whose sub-account.</param>
    /// <param name="cancellationToken">Stops before sending, or waiting.</param>
    /// <returns>True when the sub-account has enough now.</returns>
    /// <exception cref="ZeroGException"><c>ZgTopUpCeiling</c>; <c>ZgTransactionPending</c>: an earlier transfer is not confirmed; and what
    /// <see cref="ComputeAccount.TransferAsync"/> throws.</exception>
    public async Task<bool> EnsureAsync(InferenceService service, CancellationToken cancellationToken = default)
    {
        Address provider = service.Provider;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await FindShortageAsync(service, cancellationToken) is not { } amount)
            {
                return true;
            }

            if (_unsure.TryGetValue(provider, out TokenAmount sent))
            {
                throw new ZeroGException(
                    "ZgTransactionPending", ErrorKind.OperationTimeout,
                    $"A transfer of {sent} to the sub-account with {provider} was begun and is not confirmed, so no other is made. "
                    + "See with Get-ZgAccount whether it has arrived, then try again.", provider);
            }

            if (Moved + amount > ceiling)
            {
                throw new ZeroGException(
                    "ZgTopUpCeiling", ErrorKind.LimitsExceeded,
                    $"The sub-account with {provider} lacks {amount}, and {Moved} of the {ceiling} that may be moved is spent. "
                    + "Allow more, or transfer with Move-ZgFund.", provider);
            }

            if (ask is not null && !await ask(service, amount))
            {
                return false;
            }

            await MoveAsync(provider, amount, cancellationToken);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>What to move; null for nothing. All is read anew: what a request knew when it was refused, another one has mended.</summary>
    private async Task<TokenAmount?> FindShortageAsync(InferenceService service, CancellationToken cancellationToken)
    {
        SubAccount? present;
        try
        {
            present = await FindAccountAsync(service.Provider, cancellationToken);
        }
        catch (JsonRpcException) when (_mined.ContainsKey(service.Provider))
        {
            // This node has not seen the last transfer yet. The provider, asked once more, says whether it was enough.
            return null;
        }

        // Asked after the balance: what is settled in between makes the shortage look smaller, never larger.
        TokenAmount unsettled = present is { IsAcknowledged: true }
            ? await client.GetUnsettledFeeAsync(service, cancellationToken)
            : TokenAmount.Zero;
        TokenAmount free = present?.Free ?? TokenAmount.Zero;
        if (!TopUp.IsLow(free, unsettled) || TopUp.Needed(free, unsettled) is not { } amount)
        {
            return null;
        }

        TokenAmount least = present is null ? await Compute.Ledger.GetMinimumTransferAsync(cancellationToken) : TokenAmount.Zero;
        return amount < least ? least : amount;
    }

    /// <summary>The sub-account, never as it was before the last transfer: a node that lags refuses a block that it does not have.</summary>
    private async Task<SubAccount?> FindAccountAsync(Address provider, CancellationToken cancellationToken)
    {
        BlockId at = _mined.TryGetValue(provider, out ulong mined)
            ? BlockId.Number(Math.Max(mined, await Compute.Chain.GetBlockNumberAsync(cancellationToken)))
            : BlockId.Latest;
        return await Compute.Inference.FindAccountAsync(account.User, provider, at, cancellationToken);
    }

    private async Task MoveAsync(Address provider, TokenAmount amount, CancellationToken cancellationToken)
    {
        PreparedCall call = await account.PrepareTransferAsync(ServiceKind.Inference, provider, amount, cancellationToken);

        // What the contract or the wallet refuses is refused here, before anything can have been sent.
        await call.QuoteAsync(cancellationToken);
        Moved += amount;
        _unsure.Add(provider, amount);
        _mined[provider] = (await call.SendAsync(cancellationToken)).BlockNumber;
        _unsure.Remove(provider);
        client.ForgetFees(provider);
    }
}
