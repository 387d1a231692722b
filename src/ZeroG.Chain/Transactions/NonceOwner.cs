using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// Finds who used a nonce. That no node shows a receipt proves nothing: nodes lag, and throw old receipts away. The block in which the
/// account's count passed the nonce names the transaction, and when that block is final, for good.
/// </summary>
internal sealed class NonceOwner(EthereumClient client)
{
    /// <summary>
    /// The transaction that used a nonce in a block that will not change; null when none did yet, or no node can tell: one without old
    /// states cannot look far back.
    /// </summary>
    public async Task<Hash256?> FindAsync(Address account, ulong nonce, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.GetBlockAsync(BlockId.Finalized, cancellationToken) is not { } final || !await IsUsedAsync(final.Number))
            {
                return null;
            }

            // Back in steps that double, since it was mostly used a moment ago, and then between the last two.
            long used = checked((long)final.Number);
            long unused = used;
            for (long step = 1; unused == used; step *= 2)
            {
                unused = Math.Max(-1, used - step);
                used = unused >= 0 && await IsUsedAsync((ulong)unused) ? unused : used;
            }

            while (used - unused > 1)
            {
                long middle = unused + ((used - unused) / 2);
                (unused, used) = await IsUsedAsync((ulong)middle) ? (unused, middle) : (middle, used);
            }

            IReadOnlyList<PostedTransaction>? block = await client.GetBlockTransactionsAsync((ulong)used, cancellationToken);
            return block?.FirstOrDefault(transaction => transaction.From == account && transaction.Nonce == nonce)?.Hash;
        }
        catch (ZeroGException)
        {
            return null;
        }

        async Task<bool> IsUsedAsync(ulong block) =>
            await client.GetTransactionCountAsync(account, BlockId.Number(block), cancellationToken) > nonce;
    }
}
