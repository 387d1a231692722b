using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Moves money from the main account to sub-accounts that run low, within a ceiling for all of them together, and only after a yes. Many
/// requests, and many processes of a user, that find the same sub-account empty move money once: who decides and moves is alone, and a
/// transfer that somebody has left behind unconfirmed is followed to its end before the next is thought of.
/// </summary>
/// <param name="account">Moves it.</param>
/// <param name="client">Says what is owed.</param>
/// <param name="ceiling">The most that is moved as long as this object lives. What an earlier process has signed was within its own.</param>
/// <param name="stateFolder">The folder for state of this kind, which all processes share; made when missing.</param>
/// <param name="ask">Asked before each transfer; null for yes.</param>
public sealed class AutoTopUp(
    ComputeAccount account, InferenceClient client, TokenAmount ceiling, string stateFolder,
    Func<InferenceService, TokenAmount, Task<bool>>? ask = null)
    : IDisposable
{
    private const string Purpose = "top-up";

    // So many blocks after the last transfer there is no node that has not seen it.
    private const ulong LongestLag = 100;

    private readonly SemaphoreSlim _turn = new(1);

    // Providers to whom a transfer was waited for in vain, with what of it is counted here; of these one more look is enough.
    private readonly Dictionary<Address, TokenAmount> _unsure = [];
    private string? _chain;

    private ComputeClient Compute => account.Client;

    /// <summary>What was moved so far; what may have been moved counts.</summary>
    public TokenAmount Moved { get; private set; }

    /// <summary>Looks at a sub-account and fills it up when it runs low; see <see cref="TopUp"/>.</summary>
    /// <param name="service">Whose sub-account.</param>
    /// <param name="cancellationToken">Stops before sending, or waiting, for another process too.</param>
    /// <returns>True when the sub-account has enough now.</returns>
    /// <exception cref="ZeroGException"><c>ZgTopUpCeiling</c>; <c>ZgTransactionPending</c>: an earlier transfer is not confirmed;
    /// <c>ZgJournalBusy</c>, <c>ZgJournalUnwritable</c>, <c>ZgJournalDamaged</c>; and what <see cref="ComputeAccount.TransferAsync"/>
    /// throws.</exception>
    public async Task<bool> EnsureAsync(InferenceService service, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _chain ??= await ChainIdentity.ReadAsync(Compute.Chain, Compute.Network, cancellationToken);
            string folder = Path.Combine(stateFolder, _chain, $"{account.User.ToLowerString()}-{service.Provider.ToLowerString()}");
            using TransactionJournal journal = new(folder, Compute.Chain.Rpc.TimeProvider);
            return await FindShortageAsync(service, journal, cancellationToken) is null
                || await FillAsync(service, journal, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> FillAsync(InferenceService service, TransactionJournal journal, CancellationToken cancellationToken)
    {
        SuccessiveSends sends = account.SendsUnder(journal);
        TokenAmount agreed = TokenAmount.Zero;
        while (true)
        {
            TokenAmount amount;
            using (await journal.EnterAsync(cancellationToken))
            {
                // Nobody has said yes to sending anything before they were asked, not what an earlier process has left behind either.
                if (ask is null || agreed > TokenAmount.Zero)
                {
                    await FinishAsync(service.Provider, sends, journal, cancellationToken);
                }

                if (await FindShortageAsync(service, journal, cancellationToken) is not { } lacking)
                {
                    return true;
                }

                RequireAllowed(service.Provider, lacking);
                if (ask is null || lacking <= agreed)
                {
                    await MoveAsync(service.Provider, lacking, sends, journal, cancellationToken);
                    return true;
                }

                amount = lacking;
            }

            // Asked when others may go on: nobody waits for a user who thinks.
            if (!await ask(service, amount))
            {
                return false;
            }

            agreed = amount;
        }
    }

    /// <summary>Follows a transfer that was left behind to its end.</summary>
    private async Task FinishAsync(
        Address provider, SuccessiveSends sends, TransactionJournal journal, CancellationToken cancellationToken)
    {
        if (journal.Find(Purpose) is not { Mined: null })
        {
            return;
        }

        TimeSpan patience = _unsure.TryAdd(provider, TokenAmount.Zero) ? PaidCalls.Longest : TimeSpan.Zero;
        MinedPlace? place = await sends.FinishAsync(Purpose, patience, account.MaxFee, cancellationToken);
        _unsure.Remove(provider, out TokenAmount counted);
        if (place is null)
        {
            Moved -= counted;
        }
        else
        {
            client.ForgetFees(provider);
        }
    }

    private void RequireAllowed(Address provider, TokenAmount amount)
    {
        if (Moved + amount > ceiling)
        {
            throw new ZeroGException(
                "ZgTopUpCeiling", ErrorKind.LimitsExceeded,
                $"The sub-account with {provider} lacks {amount}, and {Moved} of the {ceiling} that may be moved is spent. "
                + "Allow more, or transfer with Move-ZgFund.", provider);
        }
    }

    /// <summary>What to move; null for nothing. All is read anew: what a request knew when it was refused, another one has mended.</summary>
    private async Task<TokenAmount?> FindShortageAsync(
        InferenceService service, TransactionJournal journal, CancellationToken cancellationToken)
    {
        ulong? at = await FindBlockAsync(journal, cancellationToken);
        SubAccount? present;
        try
        {
            present = await Compute.Inference.FindAccountAsync(
                account.User, service.Provider, at is { } number ? BlockId.Number(number) : BlockId.Latest, cancellationToken);
        }
        catch (JsonRpcException lag) when (at is not null && !lag.IsRateLimit)
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

    /// <summary>
    /// Where to read a sub-account: never as it was before the last transfer, so at a block that a node that lags refuses; null for the
    /// latest, where the transfer is long ago or its block has left the chain.
    /// </summary>
    private async Task<ulong?> FindBlockAsync(TransactionJournal journal, CancellationToken cancellationToken)
    {
        if (journal.Find(Purpose)?.Mined is not { } last)
        {
            return null;
        }

        ulong mined = (ulong)last.Block;
        ulong head = await Compute.Chain.GetBlockNumberAsync(cancellationToken);
        if (head < mined)
        {
            return mined - head <= LongestLag ? mined : null;
        }

        bool isHere = head - mined < LongestLag
            && (await Compute.Chain.GetBlockAsync(BlockId.Number(mined), cancellationToken) is not { } block
                || block.Hash == last.BlockHash);
        return isHere ? head : null;
    }

    private async Task MoveAsync(
        Address provider, TokenAmount amount, SuccessiveSends sends, TransactionJournal journal, CancellationToken cancellationToken)
    {
        PreparedCall call = await account.PrepareTransferAsync(ServiceKind.Inference, provider, amount, cancellationToken);
        Moved += amount;
        try
        {
            await call.SendNextAsync(sends, Purpose, cancellationToken);
        }
        catch (ZeroGException) when (journal.Find(Purpose) is { Mined: null })
        {
            _unsure[provider] = amount;
            throw;
        }
        catch (ZeroGException)
        {
            // What is not under way has moved nothing.
            Moved -= amount;
            throw;
        }

        client.ForgetFees(provider);
    }
}
