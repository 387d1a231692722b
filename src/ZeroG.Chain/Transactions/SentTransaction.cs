using System.Numerics;
using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// A signed transaction that is out, or about to be. <see cref="Raw"/> is all that is needed to take it up again after a restart.
/// </summary>
public sealed class SentTransaction
{
    private readonly SignedTransaction _signed;

    /// <summary>Takes up a transaction that was signed earlier.</summary>
    public SentTransaction(SignedTransaction signed) => _signed = signed;

    /// <summary>The hash under which the chain knows it.</summary>
    public Hash256 Hash => _signed.Hash;

    /// <summary>Its number among those of the sender.</summary>
    public ulong Nonce => _signed.Transaction.Nonce;

    /// <summary>The sender.</summary>
    public Address From => _signed.Sender;

    /// <summary>The account called; null for the creation of a contract.</summary>
    public Address? To => _signed.Transaction.To;

    /// <summary>The value sent along.</summary>
    public TokenAmount Value => new(_signed.Transaction.Value);

    /// <summary>The most that it can cost besides its value.</summary>
    public TokenAmount MaxFee =>
        new(MaxFeePerGas * _signed.Transaction.GasLimit);

    /// <summary>The most that it offers per gas, in neuron.</summary>
    public BigInteger MaxFeePerGas => BigInteger.Max(_signed.Transaction.MaxFeePerGas, _signed.Transaction.GasPrice);

    /// <summary>The most gas that it can take.</summary>
    public ulong GasLimit => _signed.Transaction.GasLimit;

    /// <summary>The signed bytes.</summary>
    public ReadOnlyMemory<byte> Raw => _signed.Raw;

    /// <summary>Takes up a transaction from its signed bytes.</summary>
    /// <exception cref="FormatException">The bytes are no signed transaction.</exception>
    public static SentTransaction FromRaw(ReadOnlySpan<byte> raw) => new(SignedTransaction.Decode(raw));

    /// <summary>What was signed.</summary>
    internal Transaction Fields => _signed.Transaction;

    /// <summary>The hash.</summary>
    public override string ToString() => Hash.ToString();

    /// <summary>The same call without signature, to ask a node why it reverted.</summary>
    internal CallMessage ToMessage() => new()
    {
        From = From, To = To, Value = _signed.Transaction.Value, Data = _signed.Transaction.Data, GasLimit = _signed.Transaction.GasLimit,
    };
}
