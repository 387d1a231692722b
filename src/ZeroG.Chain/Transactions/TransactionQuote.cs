using System.Numerics;

namespace ZeroG.Chain.Transactions;

/// <summary>What a transaction would cost, before it is signed.</summary>
/// <param name="GasEstimate">Gas that the node says the call needs.</param>
/// <param name="GasLimit">Most gas that it may use.</param>
/// <param name="MaxFeePerGas">Cap on base fee and tip together, in neuron per gas.</param>
/// <param name="MaxPriorityFeePerGas">Tip, in neuron per gas.</param>
/// <param name="ExpectedFee">Fee at today's base fee, with 0G's charge of at least 80 percent of the limit.</param>
/// <param name="Warning">What a careful colleague would mention; null for nothing.</param>
public sealed record TransactionQuote(
    ulong GasEstimate, ulong GasLimit, BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas, TokenAmount ExpectedFee, string? Warning)
{
    /// <summary>The most that the transaction can cost besides its value.</summary>
    public TokenAmount MaxFee => new(MaxFeePerGas * GasLimit);
}
