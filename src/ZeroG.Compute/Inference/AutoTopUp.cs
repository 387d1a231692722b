using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Moves money from the main account to sub-accounts that run low, within a ceiling for all of them together, and only after a yes. Many
/// requests that find the same sub-account empty move money once.
/// </summary>
/// <param name="account">Moves it.</param>
/// <param name="ceiling">The most that is moved as long as this object lives.</param>
/// <param name="ask">Asked before each transfer; null for yes.</param>
public sealed class AutoTopUp(ComputeAccount account, TokenAmount ceiling, Func<InferenceService, TokenAmount, Task<bool>>? ask = null)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>What was moved so far.</summary>
    public TokenAmount Moved { get; private set; }

    /// <summary>Looks at a sub-account and fills it up when it has less than what is owed and the reserves.</summary>
    /// <param name="service">Whose sub-account.</param>
    /// <param name="unsettled">What is owed and not yet settled.</param>
    /// <param name="cancellationToken">Stops before sending, or waiting.</param>
    /// <returns>True when the sub-account has enough now.</returns>
    /// <exception cref="ZeroGException"><c>ZgTopUpCeiling</c>, and what <see cref="ComputeAccount.TransferAsync"/> throws.</exception>
    public async Task<bool> EnsureAsync(InferenceService service, TokenAmount unsettled, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            SubAccount? present = await account.Client.Inference.FindAccountAsync(account.User, service.Provider, cancellationToken);
            if (TopUp.Needed(present?.Free ?? TokenAmount.Zero, unsettled) is not { } amount)
            {
                return true;
            }

            if (present is null)
            {
                TokenAmount least = await account.Client.Ledger.GetMinimumTransferAsync(cancellationToken);
                amount = amount < least ? least : amount;
            }

            if (Moved + amount > ceiling)
            {
                throw new ZeroGException(
                    "ZgTopUpCeiling", ErrorKind.LimitsExceeded,
                    $"The sub-account with {service.Provider} lacks {amount}, and {Moved} of the {ceiling} that may be moved is spent. "
                    + "Allow more, or transfer with Move-ZgFund.", service.Provider);
            }

            if (ask is not null && !await ask(service, amount))
            {
                return false;
            }

            await account.TransferAsync(ServiceKind.Inference, service.Provider, amount, cancellationToken);
            Moved += amount;
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
