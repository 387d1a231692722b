using System.Numerics;

namespace ZeroG.Chain.Signing;

/// <summary>
/// What an EIP-712 signature is bound to. Fields that are null are left out of the domain's type, so any subset can be used.
/// </summary>
public sealed record TypedDataDomain
{
    /// <summary>The name that users know the application or protocol by.</summary>
    public string? Name { get; init; }

    /// <summary>The version of the signing domain.</summary>
    public string? Version { get; init; }

    /// <summary>The chain.</summary>
    public BigInteger? ChainId { get; init; }

    /// <summary>The contract that will check the signature.</summary>
    public Address? VerifyingContract { get; init; }

    /// <summary>Tells domains apart that agree in everything else.</summary>
    public Hash256? Salt { get; init; }

    /// <summary>The fields that are set, in the order that EIP-712 lays down.</summary>
    internal IEnumerable<(TypedDataField Field, object Value)> Fields()
    {
        (TypedDataField Field, object? Value)[] all =
        [
            (new("name", "string"), Name),
            (new("version", "string"), Version),
            (new("chainId", "uint256"), ChainId),
            (new("verifyingContract", "address"), VerifyingContract),
            (new("salt", "bytes32"), Salt),
        ];
        return all.Where(entry => entry.Value is not null).Select(entry => (entry.Field, entry.Value!));
    }
}
