using System.Numerics;

namespace ZeroG.Chain.Transactions;

/// <summary>What gas costs and how much of it a transaction is charged before and after it runs.</summary>
public static class GasRules
{
    /// <summary>Gas of any transaction (Yellow Paper, G_transaction).</summary>
    public const ulong TransactionGas = 21_000;

    // Yellow Paper, appendix G, as later proposals left it.
    private const ulong CreationGas = 32_000;
    private const ulong ZeroByteGas = 4;
    private const ulong NonZeroByteGas = 16; // EIP-2028
    private const ulong AccessListAddressGas = 2_400; // EIP-2930
    private const ulong AccessListKeyGas = 1_900; // EIP-2930
    private const ulong InitCodeWordGas = 2; // EIP-3860
    private const ulong AuthorizationGas = 25_000; // EIP-7702, PER_EMPTY_ACCOUNT_COST
    private const ulong FloorTokenGas = 10; // EIP-7623, TOTAL_COST_FLOOR_PER_TOKEN
    private const ulong NonZeroByteTokens = 4; // EIP-7623
    private const int WordSize = 32;

    // EIP-1559
    private const uint ElasticityMultiplier = 2;
    private const uint BaseFeeChangeDenominator = 8;

    // 0G bills at least this share of the limit, in percent (0g revm, post_execution; shared by its geth since the restaking fork).
    private const ulong ZeroGravityMinimumPercent = 80;

    /// <summary>Gas of a block above which the base fee of the next one rises (EIP-1559).</summary>
    public static ulong Target(ulong gasLimit) => gasLimit / ElasticityMultiplier;

    /// <summary>The base fee of the block after one with these figures (EIP-1559).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gas limit is under 2.</exception>
    public static BigInteger NextBaseFee(BigInteger baseFee, ulong gasUsed, ulong gasLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gasLimit, ElasticityMultiplier);
        ulong target = Target(gasLimit);
        return gasUsed > target
            ? baseFee + BigInteger.Max(baseFee * (gasUsed - target) / target / BaseFeeChangeDenominator, 1)
            : baseFee - (baseFee * (target - gasUsed) / target / BaseFeeChangeDenominator);
    }

    /// <summary>What a transaction pays per gas at a base fee: the base fee and the tip, up to the cap. Null when a block with that base
    /// fee cannot include it: the cap is under the base fee, or the tip over the cap.</summary>
    public static BigInteger? EffectiveGasPrice(BigInteger baseFee, BigInteger maxFeePerGas, BigInteger maxPriorityFeePerGas) =>
        maxFeePerGas < baseFee || maxPriorityFeePerGas > maxFeePerGas ? null : BigInteger.Min(maxFeePerGas, baseFee + maxPriorityFeePerGas);

    /// <inheritdoc cref="EffectiveGasPrice(BigInteger, BigInteger, BigInteger)"/>
    /// <remarks>The gas price of types 0 and 1 is cap and tip at once.</remarks>
    public static BigInteger? EffectiveGasPrice(BigInteger baseFee, Transaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.Type < TransactionType.DynamicFee
            ? EffectiveGasPrice(baseFee, transaction.GasPrice, transaction.GasPrice)
            : EffectiveGasPrice(baseFee, transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas);
    }

    /// <summary>The gas that a transaction uses before its first instruction, by the rules since Shanghai.</summary>
    public static ulong IntrinsicGas(ReadOnlySpan<byte> data, bool isCreation, IReadOnlyList<AccessListEntry> accessList)
    {
        ArgumentNullException.ThrowIfNull(accessList);
        int zeros = data.Count((byte)0);
        ulong gas = TransactionGas + ((ulong)zeros * ZeroByteGas) + ((ulong)(data.Length - zeros) * NonZeroByteGas);
        if (isCreation)
        {
            gas += CreationGas + (((ulong)data.Length + WordSize - 1) / WordSize * InitCodeWordGas);
        }

        foreach (AccessListEntry entry in accessList)
        {
            gas += AccessListAddressGas + ((ulong)entry.StorageKeys.Count * AccessListKeyGas);
        }

        return gas;
    }

    /// <inheritdoc cref="IntrinsicGas(ReadOnlySpan{byte}, bool, IReadOnlyList{AccessListEntry})"/>
    public static ulong IntrinsicGas(Transaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return IntrinsicGas(transaction.Data.Span, transaction.To is null, transaction.AccessList)
            + ((ulong)transaction.AuthorizationList.Count * AuthorizationGas);
    }

    /// <summary>The least gas that a transaction with this data is charged since Prague (EIP-7623).</summary>
    public static ulong FloorGas(ReadOnlySpan<byte> data)
    {
        int zeros = data.Count((byte)0);
        return TransactionGas + (FloorTokenGas * ((ulong)zeros + ((ulong)(data.Length - zeros) * NonZeroByteTokens)));
    }

    /// <summary>The gas that 0G charges: what the execution used, but at least 80 % of the limit, rounded down.</summary>
    public static ulong ZeroGravityChargedGas(ulong gasLimit, ulong executedGas) =>
        Math.Max(executedGas, (gasLimit / 100 * ZeroGravityMinimumPercent) + (gasLimit % 100 * ZeroGravityMinimumPercent / 100));
}
