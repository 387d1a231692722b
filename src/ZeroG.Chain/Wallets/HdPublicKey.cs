using System.Buffers.Binary;
using System.Security.Cryptography;
using ZeroG.Cryptography.Digests;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Wallets;

/// <summary>The public half of a BIP-32 key: knows the addresses of its ordinary children without any private key.</summary>
public sealed class HdPublicKey
{
    /// <summary>Bytes of an extended key: version 4, depth 1, parent fingerprint 4, child number 4, chain code 32, key 33.</summary>
    internal const int ExtendedSize = 78;

    private const uint Version = 0x0488B21E; // "xpub", BIP-32 serialization format

    private readonly byte[] _publicKey;
    private readonly byte[] _chainCode;

    internal HdPublicKey(byte[] publicKey, byte[] chainCode, byte depth, uint parentFingerprint, uint childNumber)
    {
        _publicKey = publicKey;
        _chainCode = chainCode;
        Depth = depth;
        ParentFingerprint = parentFingerprint;
        ChildNumber = childNumber;
    }

    /// <summary>The account's address.</summary>
    public Address Address => Address.FromPublicKey(_publicKey);

    /// <summary>Steps from the root.</summary>
    public byte Depth { get; }

    /// <summary>Number of this key among its siblings; the top bit marks a hardened child.</summary>
    public uint ChildNumber { get; }

    /// <summary>First four bytes of the parent's identifier; 0 for a root.</summary>
    public uint ParentFingerprint { get; }

    /// <summary>The 33-byte compressed key.</summary>
    public byte[] Compressed => Secp256k1.Compress(_publicKey);

    /// <summary>The 32 bytes that, with the key, make the children.</summary>
    public byte[] ChainCode => [.. _chainCode];

    /// <summary>First four bytes of RIPEMD-160(SHA-256(compressed key)), by which children name their parent.</summary>
    public uint Fingerprint => BinaryPrimitives.ReadUInt32BigEndian(Ripemd160.Hash(SHA256.HashData(Compressed)));

    /// <summary>Reads an <c>xpub…</c>.</summary>
    /// <exception cref="ZeroGException"><c>ZgExtendedKeyInvalid</c>.</exception>
    public static HdPublicKey Parse(string text)
    {
        byte[] bytes = new byte[ExtendedSize];
        if (!Base58Check.TryDecode(text, bytes) || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Version)
        {
            throw Invalid(null);
        }

        byte depth = bytes[4];
        uint parent = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        uint child = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        if (depth == 0 && (parent != 0 || child != 0))
        {
            throw Invalid(null);
        }

        try
        {
            return new HdPublicKey(Secp256k1.Decompress(bytes.AsSpan(45)), bytes[13..45], depth, parent, child);
        }
        catch (ArgumentException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>An ordinary child (BIP-32, CKDpub).</summary>
    /// <param name="index">0 to 2147483647; hardened children need the private key.</param>
    /// <exception cref="InvalidOperationException">This index has no key, which happens once in 2^127; take the next.</exception>
    public HdPublicKey Derive(uint index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, HdPath.Hardened);
        byte[] data = new byte[37];
        Compressed.CopyTo(data, 0);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), index);
        byte[] hash = HMACSHA512.HashData(_chainCode, data);
        return Secp256k1Tweak.TryAddToPublicKey(_publicKey, hash.AsSpan(0, 32), out byte[]? child)
            ? new HdPublicKey(child, hash[32..], checked((byte)(Depth + 1)), Fingerprint, index)
            : throw new InvalidOperationException($"Child {index} has no key (BIP-32); take the next.");
    }

    /// <summary>The <c>xpub…</c> text.</summary>
    public override string ToString()
    {
        byte[] bytes = new byte[ExtendedSize];
        WriteHeader(bytes, Version);
        Compressed.CopyTo(bytes, 45);
        return Base58Check.Encode(bytes);
    }

    internal void WriteHeader(Span<byte> extended, uint version)
    {
        BinaryPrimitives.WriteUInt32BigEndian(extended, version);
        extended[4] = Depth;
        BinaryPrimitives.WriteUInt32BigEndian(extended[5..], ParentFingerprint);
        BinaryPrimitives.WriteUInt32BigEndian(extended[9..], ChildNumber);
        _chainCode.CopyTo(extended[13..]);
    }

    private static ZeroGException Invalid(Exception? cause) => new(
        "ZgExtendedKeyInvalid", ErrorKind.InvalidArgument, "The text is no extended public key. Give the whole text that begins with xpub.",
        null, cause);
}
