using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Signing;

/// <summary>
/// What signers sign: the Keccak-256 hashes that <see cref="Bls.HashToG1"/> then turns into points. Numbers are big-endian, in 32 bytes
/// except where it says otherwise.
/// </summary>
public static class SignerMessages
{
    private const int WordSize = 32;

    private static ReadOnlySpan<byte> RegistrationTag => "0G_BN254_Pubkey_Registration"u8;

    /// <summary>That a quorum holds a blob: data root, epoch, quorum and the coordinates of the erasure commitment.</summary>
    /// <param name="dataRoot">The root over all encoded rows.</param>
    /// <param name="epoch">The epoch of the quorum.</param>
    /// <param name="quorumId">The quorum within its epoch.</param>
    /// <param name="commitment">The erasure commitment; a real one is never infinity.</param>
    public static Hash256 Blob(Hash256 dataRoot, ulong epoch, ulong quorumId, in G1Affine commitment)
    {
        Span<byte> message = stackalloc byte[(3 * WordSize) + G1Affine.UncompressedSize];
        WriteBlob(message, dataRoot, epoch, quorumId);
        commitment.WriteBigEndian(message[(3 * WordSize)..]);
        return Hash256.Keccak(message);
    }

    /// <summary>The identifier of a submission in the entrance contract: data root, epoch and quorum.</summary>
    public static Hash256 SubmissionIdentifier(Hash256 dataRoot, ulong epoch, ulong quorumId)
    {
        Span<byte> message = stackalloc byte[3 * WordSize];
        WriteBlob(message, dataRoot, epoch, quorumId);
        return Hash256.Keccak(message);
    }

    /// <summary>That an account's signer has this key: address, chain, and a tag in ASCII.</summary>
    public static Hash256 Registration(Address signer, ulong chainId)
    {
        Span<byte> message = stackalloc byte[Address.Size + WordSize + RegistrationTag.Length];
        signer.Bytes.CopyTo(message);
        WriteWord(message[Address.Size..], chainId);
        RegistrationTag.CopyTo(message[(Address.Size + WordSize)..]);
        return Hash256.Keccak(message);
    }

    /// <summary>That a signer takes part in an epoch: address, epoch in 8 bytes, chain.</summary>
    /// <param name="signer">The signer's account.</param>
    /// <param name="epoch">The epoch to take part in, which is the one after the current.</param>
    /// <param name="chainId">The chain.</param>
    public static Hash256 EpochRegistration(Address signer, ulong epoch, ulong chainId)
    {
        Span<byte> message = stackalloc byte[Address.Size + sizeof(ulong) + WordSize];
        signer.Bytes.CopyTo(message);
        BinaryPrimitives.WriteUInt64BigEndian(message[Address.Size..], epoch);
        WriteWord(message[(Address.Size + sizeof(ulong))..], chainId);
        return Hash256.Keccak(message);
    }

    private static void WriteBlob(Span<byte> message, Hash256 dataRoot, ulong epoch, ulong quorumId)
    {
        dataRoot.CopyTo(message);
        WriteWord(message[WordSize..], epoch);
        WriteWord(message[(2 * WordSize)..], quorumId);
    }

    private static void WriteWord(Span<byte> destination, ulong value)
    {
        destination[..(WordSize - sizeof(ulong))].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(destination[(WordSize - sizeof(ulong))..], value);
    }
}
