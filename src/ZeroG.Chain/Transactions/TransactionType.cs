namespace ZeroG.Chain.Transactions;

/// <summary>The EIP-2718 type of a transaction; the value is the byte on the wire.</summary>
public enum TransactionType : byte
{
    /// <summary>Untyped, with one gas price; protected by EIP-155 when it has a chain id.</summary>
    Legacy = 0,

    /// <summary>EIP-2930: one gas price and an access list.</summary>
    AccessList = 1,

    /// <summary>EIP-1559: a fee cap and a tip.</summary>
    DynamicFee = 2,

    /// <summary>EIP-4844: carries the hashes of blobs.</summary>
    Blob = 3,

    /// <summary>EIP-7702: delegates accounts to code.</summary>
    SetCode = 4,
}
