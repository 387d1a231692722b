namespace ZeroG.Chain.Abi;

/// <summary>The families of types of the Solidity ABI specification.</summary>
public enum AbiTypeKind
{
    /// <summary><c>uint8</c> to <c>uint256</c>.</summary>
    UnsignedInteger,

    /// <summary><c>int8</c> to <c>int256</c>, two's complement.</summary>
    SignedInteger,

    /// <summary><c>address</c>, 20 bytes.</summary>
    Address,

    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary><c>bytes1</c> to <c>bytes32</c>.</summary>
    FixedBytes,

    /// <summary><c>bytes</c> of any length.</summary>
    Bytes,

    /// <summary><c>string</c> in UTF-8.</summary>
    String,

    /// <summary><c>T[n]</c>.</summary>
    FixedArray,

    /// <summary><c>T[]</c>.</summary>
    Array,

    /// <summary><c>(T1,T2,…)</c>, a struct.</summary>
    Tuple,
}
