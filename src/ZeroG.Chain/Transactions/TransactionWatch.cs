using System.Numerics;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Follows one signed transaction until its fate is certain: looks for the receipt of each version, sends the newest again when the chain
/// has lost it, and offers a higher fee at the same nonce when the chain passes it over. At most one of the versions is ever mined.
/// </summary>
/// <param name="client">A node of the chain.</param>
/// <param name="sender">The wallet that signed it.</param>
/// <param name="patience">How long to wait, and how far the fee may rise.</param>
/// <param name="remember">Takes each further version before it is sent.</param>
public sealed class TransactionWatch(
    EthereumClient client, TransactionSender sender, TransactionPatience patience,
    Func<SentTransaction, CancellationToken, Task> remember)
{
    // Blocks that leave out a transaction whose turn it is.
    private const ulong BlocksPassedOver = 5;

    // Often enough that a dropped transaction is sent again soon, and long enough between two looks that a node that lags catches up.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    // From one question to the next whether a block is final.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // As long as the official client gives a transaction before it offers more.
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = client.Rpc.TimeProvider;

    /// <summary>Waits until its fate is certain.</summary>
    /// <param name="signed">All versions that were signed, the newest last.</param>
    /// <param name="knownErrors">Custom errors of the contract, to name them in a revert.</param>
    /// <param name="cancellationToken">Stops waiting; the transaction goes its way.</param>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>: nothing is certain within the time.
    /// <c>ZgTransactionRefused</c>.</exception>
    public async Task<TransactionEnd> WaitAsync(
        IReadOnlyList<SentTransaction> signed, IReadOnlyList<AbiError>? knownErrors = null, CancellationToken cancellationToken = default)
    {
        List<SentTransaction> versions = [.. signed];
        long start = _time.GetTimestamp();
        Offer offer = new(start);
        while (true)
        {
            ZeroGException silence;
            TimeSpan rest = patience.Timeout - _time.GetElapsedTime(start);
            TimeSpan look = rest > Look ? Look : rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
            SentTransaction current = versions[^1];
            try
            {
                current = await FindMinedAsync(versions, cancellationToken) ?? current;
                if (!await sender.RebroadcastAsync(current, cancellationToken) && look > Pause)
                {
                    // A block has used the nonce; which transaction did is soon to be seen.
                    look = Pause;
                }

                return new TransactionEnd(current, await sender.WaitAsync(current, look, knownErrors, cancellationToken));
            }
            catch (RevertException revert) when (revert.Receipt is { } receipt)
            {
                if (await IsFinalAsync(receipt, cancellationToken))
                {
                    return new TransactionEnd(current, receipt, revert);
                }

                // A reorganisation may put it into another block, where the contract takes it.
                silence = revert;
                await Task.Delay(look < Pause ? look : Pause, _time, cancellationToken);
            }
            catch (TransactionPendingException exception)
            {
                silence = exception;
            }
            catch (ZeroGException failure) when (MayPass(failure, versions.Count))
            {
                silence = failure;
                await Task.Delay(look, _time, cancellationToken);
            }

            if (await sender.FindNonceOwnerAsync(versions[^1], cancellationToken) is { } owner
                && versions.TrueForAll(version => version.Hash != owner))
            {
                return TransactionEnd.Replaced;
            }

            if (_time.GetElapsedTime(start) >= patience.Timeout)
            {
                throw offer.IsHighest ? AtTheCeiling(versions, silence) : silence as TransactionPendingException
                    ?? new TransactionPendingException(versions[^1], $"{silence.ErrorId}: {silence.Message.TrimEnd('.')}", silence);
            }

            if (await RaiseAsync(versions, offer, cancellationToken))
            {
                offer = new Offer(_time.GetTimestamp());
            }
        }
    }

    /// <summary>
    /// A node that cannot be asked or has no room says nothing of the transaction; a refusal of the newest version does not touch the older
    /// ones, and one for the fee is answered with a higher fee.
    /// </summary>
    private static bool MayPass(ZeroGException failure, int versions) =>
        failure is JsonRpcException or { ErrorId: "ZgRpcAnswerInvalid" }
        || RpcOutage.Is(failure)
        || (failure.ErrorId == "ZgTransactionRefused"
            && (versions > 1 || SendRefusal.IsFeeTooLow(failure) || SendRefusal.IsPassing(failure)));

    private async Task<SentTransaction?> FindMinedAsync(List<SentTransaction> versions, CancellationToken cancellationToken)
    {
        for (int i = versions.Count - 1; i >= 0 && versions.Count > 1; i--)
        {
            if (await client.GetReceiptAsync(versions[i].Hash, cancellationToken) is not null)
            {
                return versions[i];
            }
        }

        return null;
    }

    private async Task<bool> IsFinalAsync(TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetBlockAsync(BlockId.Finalized, cancellationToken) is { } final && final.Number >= receipt.BlockNumber;
        }
        catch (ZeroGException)
        {
            return false;
        }
    }

    private TransactionPendingException AtTheCeiling(List<SentTransaction> versions, ZeroGException silence)
    {
        string offered = new TokenAmount(versions[^1].MaxFeePerGas).ToString("gwei", null);
        string highest = patience.HighestFor(versions[0]).ToString("gwei", null);
        return new TransactionPendingException(
            versions[^1], $"the chain passes it over, it offers {offered} per gas, and {highest} is the most that may be offered", silence);
    }

    private async Task<bool> RaiseAsync(List<SentTransaction> versions, Offer offer, CancellationToken cancellationToken)
    {
        bool isRemembered = false;
        offer.IsHighest = false;
        try
        {
            if (!await IsPassedOverAsync(versions[^1], offer, cancellationToken))
            {
                return false;
            }

            offer.IsHighest = await sender.RaiseAsync(
                versions[^1], patience.HighestFor(versions[0]).Wei,
                async (version, cancel) =>
                {
                    await remember(version, cancel);
                    versions.Add(version);
                    isRemembered = true;
                },
                cancellationToken) is null;
        }
        catch (ZeroGException)
        {
            // What is out stays as it is; a version that was written down and not sent goes out at the next look.
        }

        return isRemembered;
    }

    /// <summary>Whether it is this transaction's turn and the chain goes on without it.</summary>
    private async Task<bool> IsPassedOverAsync(SentTransaction transaction, Offer offer, CancellationToken cancellationToken)
    {
        if (transaction.From != sender.From || _time.GetElapsedTime(offer.At) < LeastWait
            || await client.GetTransactionCountAsync(transaction.From, BlockId.Latest, cancellationToken) != transaction.Nonce
            || await client.GetBlockAsync(BlockId.Latest, cancellationToken) is not { } head)
        {
            return false;
        }

        offer.FirstBlock ??= head.Number;
        return transaction.MaxFeePerGas < (head.BaseFee ?? BigInteger.Zero) || head.Number >= offer.FirstBlock + BlocksPassedOver;
    }

    private sealed class Offer(long at)
    {
        /// <summary>When the newest version was sent.</summary>
        public long At => at;

        /// <summary>The first head of the chain that could have been without it for its fee.</summary>
        public ulong? FirstBlock { get; set; }

        /// <summary>Whether it is too low and may not rise further.</summary>
        public bool IsHighest { get; set; }
    }
}
