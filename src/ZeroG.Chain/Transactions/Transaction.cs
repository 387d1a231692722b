using System.Numerics;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// The unsigned fields of a transaction. Which of the fee fields count depends on the type; the others stay at their defaults and are not
/// encoded. Compare signing hashes to tell whether two transactions are the same: equality of the record takes lists and data by reference.
/// </summary>
public sealed record Transaction
{
    /// <summary>The type; decides which fields are encoded.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>The chain; null only for a legacy transaction without the replay protection of EIP-155.</summary>
    public ulong? ChainId { get; init; }

    /// <summary>How many transactions the sender has sent before; at most 2^64 - 2 (EIP-2681).</summary>
    public ulong Nonce { get; init; }

    /// <summary>The most gas that the transaction may use.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>The account called; null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The value sent along, in neuron (wei).</summary>
    public BigInteger Value { get; init; }

    /// <summary>The call data, or the init code of a contract.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Neuron per gas, of types 0 and 1.</summary>
    public BigInteger GasPrice { get; init; }

    /// <summary>The cap on base fee and tip together in neuron per gas, from type 2 on.</summary>
    public BigInteger MaxFeePerGas { get; init; }

    /// <summary>The tip in neuron per gas, from type 2 on.</summary>
    public BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>Accounts and slots announced, from type 1 on.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <summary>The cap on the blob base fee in neuron per blob gas, of type 3.</summary>
    public BigInteger MaxFeePerBlobGas { get; init; }

    /// <summary>Hashes of the blobs' commitments, of type 3.</summary>
    public IReadOnlyList<Hash256> BlobVersionedHashes { get; init; } = [];

    /// <summary>Delegations to code, of type 4.</summary>
    public IReadOnlyList<Authorization> AuthorizationList { get; init; } = [];

    /// <summary>The bytes whose Keccak-256 the sender signs.</summary>
    /// <exception cref="ArgumentException">A field that the type does not allow: no chain id on a typed transaction, a number that is
    /// negative or over 256 bits, no recipient for type 3 or 4.</exception>
    public byte[] SigningPayload() => TransactionCodec.Encode(this, signature: null);

    /// <summary>The hash that the sender signs.</summary>
    /// <exception cref="ArgumentException"><inheritdoc cref="SigningPayload"/></exception>
    public Hash256 SigningHash() => Hash256.Keccak(SigningPayload());
}
