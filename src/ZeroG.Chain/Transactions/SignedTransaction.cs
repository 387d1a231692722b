using System.Numerics;
using ZeroG.Chain.Signing;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Transactions;

/// <summary>A transaction with a signature that is known to be somebody's, and the bytes that travel.</summary>
public sealed class SignedTransaction
{
    private SignedTransaction(Transaction transaction, Secp256k1Signature signature, byte[] raw)
    {
        Transaction = transaction;
        Signature = signature;
        Raw = raw;
        Hash = Hash256.Keccak(raw);

        // A high s makes typed transactions invalid; legacy ones from before EIP-2 may have it.
        bool requireLowS = transaction.Type != TransactionType.Legacy;
        Sender = SignatureRecovery.TryRecover(transaction.SigningHash(), signature, out Address sender, requireLowS)
            ? sender
            : throw new FormatException("The signature of the transaction is not valid.");
    }

    /// <summary>The signed fields.</summary>
    public Transaction Transaction { get; }

    /// <summary>The signature.</summary>
    public Secp256k1Signature Signature { get; }

    /// <summary>The serialized transaction, as <c>eth_sendRawTransaction</c> takes it.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The Keccak-256 of <see cref="Raw"/>.</summary>
    public Hash256 Hash { get; }

    /// <summary>The signer.</summary>
    public Address Sender { get; }

    /// <summary>v as JSON-RPC shows it: by EIP-155 for a legacy transaction, the y parity for a typed one.</summary>
    public BigInteger V => Transaction.Type == TransactionType.Legacy
        ? TransactionCodec.LegacyV(Transaction.ChainId, Signature.YParity)
        : Signature.YParity;

    /// <summary>Joins fields and signature.</summary>
    /// <exception cref="ArgumentException">A field that the type does not allow; see <see cref="Transaction.SigningPayload"/>.</exception>
    /// <exception cref="FormatException">The signature is nobody's.</exception>
    public static SignedTransaction Create(Transaction transaction, Secp256k1Signature signature)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return new SignedTransaction(transaction, signature, TransactionCodec.Encode(transaction, signature));
    }

    /// <summary>Decodes a transaction of any type and finds its sender.</summary>
    /// <exception cref="FormatException">Malformed or not canonical RLP, an unknown type, a field outside its range, or a signature that is
    /// nobody's or, on a typed transaction, has a high s.</exception>
    public static SignedTransaction Decode(ReadOnlySpan<byte> raw)
    {
        byte[] copy = raw.ToArray();
        (Transaction transaction, Secp256k1Signature signature) = TransactionCodec.Decode(copy);
        return new SignedTransaction(transaction, signature, copy);
    }
}
