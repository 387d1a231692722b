namespace ZeroG.Chain.Ethereum;

/// <summary>A block as a caller names it: by number, by hash (EIP-1898), or by a tag that moves with the chain.</summary>
public readonly record struct BlockId
{
    private readonly string? _tag;
    private readonly ulong _number;
    private readonly Hash256 _hash;
    private readonly Kind _kind;

    private BlockId(string tag) => _tag = tag;

    private BlockId(ulong number) => (_number, _kind) = (number, Kind.Number);

    private BlockId(Hash256 hash) => (_hash, _kind) = (hash, Kind.Hash);

    private enum Kind
    {
        Tag,
        Number,
        Hash,
    }

    /// <summary>The newest block; also the default value.</summary>
    public static BlockId Latest => new("latest");

    /// <summary>The newest block and what waits in the pool behind it.</summary>
    public static BlockId Pending => new("pending");

    /// <summary>The newest block that will not change.</summary>
    public static BlockId Finalized => new("finalized");

    /// <summary>The hash, when the block is named by it; otherwise null.</summary>
    public Hash256? Hash => _kind == Kind.Hash ? _hash : null;

    /// <summary>The block of a number.</summary>
    public static BlockId Number(ulong number) => new(number);

    /// <summary>The block of a hash.</summary>
    public static BlockId FromHash(Hash256 hash) => new(hash);

    /// <summary>The form of a block parameter: a tag, a hex quantity, or for a hash an object with <c>blockHash</c>.</summary>
    internal object ToParameter() => _kind == Kind.Hash ? new Dictionary<string, object?> { ["blockHash"] = _hash } : ToString();

    /// <summary>The tag, the number as a hex quantity, or the hash.</summary>
    public override string ToString() => _kind switch
    {
        Kind.Number => Hex.ToQuantity(_number),
        Kind.Hash => _hash.ToString(),
        _ => _tag ?? "latest",
    };
}
