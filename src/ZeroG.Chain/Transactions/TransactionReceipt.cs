using System.Numerics;

namespace ZeroG.Chain.Transactions;

/// <summary>What a mined transaction did.</summary>
public sealed record TransactionReceipt
{
    /// <summary>The transaction.</summary>
    public required Hash256 TransactionHash { get; init; }

    /// <summary>Its place in the block, from 0.</summary>
    public required int TransactionIndex { get; init; }

    /// <summary>The block.</summary>
    public required Hash256 BlockHash { get; init; }

    /// <summary>The block's number.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The type of the transaction.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>The sender.</summary>
    public required Address From { get; init; }

    /// <summary>The account called; null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The contract created; null for a call.</summary>
    public Address? ContractAddress { get; init; }

    /// <summary>False when the transaction was reverted, which costs its fee all the same.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>The gas charged. On 0G at least 80 % of the limit, so no measure of what the call needs.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>The gas charged in the block up to and with this transaction.</summary>
    public required ulong CumulativeGasUsed { get; init; }

    /// <summary>Neuron paid per gas.</summary>
    public required BigInteger EffectiveGasPrice { get; init; }

    /// <summary>The logs, in the order written.</summary>
    public required IReadOnlyList<LogEntry> Logs { get; init; }

    /// <summary>The filter of the logs.</summary>
    public required LogsBloom LogsBloom { get; init; }

    /// <summary>What the transaction cost besides the value it sent.</summary>
    public TokenAmount Fee => new(EffectiveGasPrice * GasUsed);
}
