using System.Numerics;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Transactions;

/// <summary>What a caller wants sent; nonce, gas and fees are the sender's business unless set here.</summary>
public sealed record TransactionRequest
{
    /// <summary>The account called; null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The value sent along.</summary>
    public TokenAmount Value { get; init; }

    /// <summary>The call data, or the init code of a contract.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Most gas; null for the estimate and a reserve. 0G bills at least 80 percent of it, used or not.</summary>
    public ulong? GasLimit { get; init; }

    /// <summary>
    /// Percent of the estimate that are added as a reserve; 10 by default. Up to 25 cost nothing on 0G, since at least 80 percent of the
    /// limit are billed anyway; for a call whose way depends on the time of its block.
    /// </summary>
    public int GasReservePercent { get; init; } = 10;

    /// <summary>
    /// Gas on top of the estimate and its reserve, for a call that may need more by the time it is mined because of what others do
    /// meanwhile; none by default.
    /// </summary>
    public ulong ExtraGas { get; init; }

    /// <summary>Cap on base fee and tip together in neuron per gas; null for twice the base fee plus the tip.</summary>
    public BigInteger? MaxFeePerGas { get; init; }

    /// <summary>Tip in neuron per gas; null for the node's suggestion, but at least the network's minimum.</summary>
    public BigInteger? MaxPriorityFeePerGas { get; init; }

    /// <summary>
    /// One price in neuron per gas instead of cap and tip; both become this, as ethers does it, so all of it is paid. Excludes the other
    /// two.
    /// </summary>
    public BigInteger? GasPrice { get; init; }

    /// <summary>The most that the whole transaction may cost besides its value; null for no limit.</summary>
    public TokenAmount? MaxFee { get; init; }

    /// <summary>
    /// True to refuse a call that needs more gas than the target of a block: many of them in a row would raise the base fee for everybody,
    /// and most of all for the one who sends them.
    /// </summary>
    public bool StaysBelowGasTarget { get; init; }

    /// <summary>Custom errors of the contract, to name them when it refuses.</summary>
    public IReadOnlyList<AbiError> KnownErrors { get; init; } = [];

    /// <summary>
    /// Runs when the transaction is signed and before a byte of it leaves this machine, to write it down: whoever has it can ask for it or
    /// send the very same bytes again, and so never pays twice. If it throws, nothing is sent. Runs again if the node refused the tip and
    /// another was signed.
    /// </summary>
    public Func<SentTransaction, CancellationToken, Task>? BeforeBroadcast { get; init; }
}
