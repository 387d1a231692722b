using ZeroG.Chain.Rlp;

namespace ZeroG.Chain.Transactions;

/// <summary>The addresses that contracts get when they are created.</summary>
public static class ContractAddress
{
    // EIP-1014: sets CREATE2's preimage apart from RLP, which never begins with this byte for a list this short.
    private const byte Create2Prefix = 0xFF;

    /// <summary>The address of a contract created by a transaction or by CREATE: of the RLP of creator and nonce.</summary>
    public static Address Create(Address creator, ulong nonce)
    {
        RlpWriter writer = new();
        writer.StartList();
        writer.Write(creator.Bytes);
        writer.Write(nonce);
        writer.EndList();
        return FromHash(Hash256.Keccak(writer.ToArray()));
    }

    /// <summary>The address of a contract created by CREATE2 (EIP-1014), which depends on the init code instead of a nonce.</summary>
    public static Address Create2(Address creator, Hash256 salt, ReadOnlySpan<byte> initCode) =>
        Create2(creator, salt, Hash256.Keccak(initCode));

    /// <inheritdoc cref="Create2(Address, Hash256, ReadOnlySpan{byte})"/>
    public static Address Create2(Address creator, Hash256 salt, Hash256 initCodeHash) =>
        FromHash(Hash256.Keccak([Create2Prefix, .. creator.Bytes, .. salt.Bytes, .. initCodeHash.Bytes]));

    private static Address FromHash(Hash256 hash) => new(hash.Bytes[^Address.Size..]);
}
