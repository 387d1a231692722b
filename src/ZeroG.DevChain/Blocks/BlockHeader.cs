using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Rlp;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Blocks;

/// <summary>The header of a block with the fields of Prague. Fields without a meaning on this chain have their fixed values.</summary>
internal sealed record BlockHeader
{
    /// <summary>keccak256 of the RLP of an empty list: a block without uncles (EIP-3675).</summary>
    public static readonly Hash256 EmptyUncles = Hash256.Parse("0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

    /// <summary>The root of an empty trie: no withdrawals (EIP-4895).</summary>
    public static readonly Hash256 EmptyRoot = Tries.PatriciaTrie.Empty.Root;

    /// <summary>SHA-256 of nothing: no requests to the consensus layer (EIP-7685).</summary>
    public static readonly Hash256 EmptyRequests = Hash256.Parse("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private const int NonceSize = 8;

    private Hash256? _hash;

    public required Hash256 ParentHash { get; init; }

    public required Address Coinbase { get; init; }

    public required Hash256 StateRoot { get; init; }

    public required Hash256 TransactionsRoot { get; init; }

    public required Hash256 ReceiptsRoot { get; init; }

    public required LogsBloom LogsBloom { get; init; }

    public required ulong Number { get; init; }

    public required ulong GasLimit { get; init; }

    public required ulong GasUsed { get; init; }

    public required ulong Timestamp { get; init; }

    public required Hash256 PrevRandao { get; init; }

    public required BigInteger BaseFee { get; init; }

    /// <summary>keccak256 of the header's RLP.</summary>
    public Hash256 Hash => _hash ??= Hash256.Keccak(Encode());

    /// <summary>The RLP of the header, fields in the order of the yellow paper and then of the forks that added them.</summary>
    public byte[] Encode()
    {
        RlpWriter writer = new();
        WriteTo(writer);
        return writer.ToArray();
    }

    public void WriteTo(RlpWriter writer)
    {
        writer.StartList();
        writer.Write(ParentHash.Bytes);
        writer.Write(EmptyUncles.Bytes);
        writer.Write(Coinbase.Bytes);
        writer.Write(StateRoot.Bytes);
        writer.Write(TransactionsRoot.Bytes);
        writer.Write(ReceiptsRoot.Bytes);
        writer.Write(LogsBloom.Bytes);
        writer.Write(0UL); // difficulty
        writer.Write(Number);
        writer.Write(GasLimit);
        writer.Write(GasUsed);
        writer.Write(Timestamp);
        writer.Write(ReadOnlySpan<byte>.Empty); // extra data
        writer.Write(PrevRandao.Bytes);
        writer.Write(new byte[NonceSize]);
        writer.Write(BaseFee);
        writer.Write(EmptyRoot.Bytes); // withdrawals, EIP-4895
        writer.Write(0UL); // blob gas used, EIP-4844
        writer.Write(0UL); // excess blob gas, EIP-4844
        writer.Write(Hash256.Zero.Bytes); // parent beacon block, EIP-4788
        writer.Write(EmptyRequests.Bytes); // EIP-7685
        writer.EndList();
    }
}
