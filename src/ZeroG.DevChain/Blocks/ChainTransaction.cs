using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.DevChain.Blocks;

/// <summary>A transaction and who it counts as coming from, which differs from the signer only for an impersonated account.</summary>
internal sealed class ChainTransaction
{
    // The x coordinate of secp256k1's generator: an r that belongs to a point, so that clients can rebuild the signature.
    private static readonly byte[] ImpersonatedR = Convert.FromHexString(
        "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");

    private ChainTransaction(SignedTransaction signed, Address sender)
    {
        Signed = signed;
        Sender = sender;
    }

    public SignedTransaction Signed { get; }

    public Address Sender { get; }

    public Transaction Fields => Signed.Transaction;

    public Hash256 Hash => Signed.Hash;

    /// <summary>Most wei per gas; the gas price of the old types.</summary>
    public BigInteger FeeCap => Fields.Type < TransactionType.DynamicFee ? Fields.GasPrice : Fields.MaxFeePerGas;

    /// <summary>Most wei of tip per gas; the gas price of the old types.</summary>
    public BigInteger TipCap => Fields.Type < TransactionType.DynamicFee ? Fields.GasPrice : Fields.MaxPriorityFeePerGas;

    /// <summary>The most that it can take from its sender.</summary>
    public BigInteger MaximumCost => (FeeCap * Fields.GasLimit) + Fields.Value;

    /// <summary>A transaction by its signer.</summary>
    public static ChainTransaction Of(SignedTransaction signed) => new(signed, signed.Sender);

    /// <summary>A transaction read back from disk, where the sender is kept beside it.</summary>
    public static ChainTransaction Of(SignedTransaction signed, Address sender) => new(signed, sender);

    /// <summary>
    /// A transaction of an account whose key nobody has here. Its signature has the right form and holds the sender, but is not the
    /// sender's.
    /// </summary>
    public static ChainTransaction Impersonated(Transaction fields, Address sender)
    {
        // The sender's address plus one: below half the order, and not zero even for the zero address.
        byte[] number = (new BigInteger(sender.Bytes, isUnsigned: true, isBigEndian: true) + 1).ToByteArray(
            isUnsigned: true, isBigEndian: true);
        byte[] s = new byte[Secp256k1Signature.ScalarSize];
        number.CopyTo(s, s.Length - number.Length);
        return new ChainTransaction(SignedTransaction.Create(fields, new Secp256k1Signature(ImpersonatedR, s, yParity: 0)), sender);
    }
}
