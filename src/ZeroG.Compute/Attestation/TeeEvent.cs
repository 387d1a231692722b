using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ZeroG.Compute.Attestation;

/// <summary>One entry of a machine's event log: something that it measured into a register.</summary>
/// <param name="Register">The register, 0 to 3.</param>
/// <param name="Type">What sort of event it is; see <see cref="RuntimeType"/>.</param>
/// <param name="Digest">What was measured, at most 48 bytes; newer machines leave it out of runtime events.</param>
/// <param name="Name">Name of a runtime event.</param>
/// <param name="Payload">What a runtime event says.</param>
public sealed record TeeEvent(int Register, uint Type, byte[] Digest, string Name, byte[] Payload)
{
    /// <summary>The type of the events that dstack and programs write while the machine runs.</summary>
    public const uint RuntimeType = 0x0800_0001;

    /// <summary>Whether dstack or a program wrote it.</summary>
    public bool IsRuntime => Type == RuntimeType;

    /// <summary>What was measured: the digest that the log has, or else the one that follows from the event.</summary>
    public byte[] Measured => Digest.Length == 0 && IsRuntime ? ComputeDigest() : Digest;

    /// <summary>
    /// The digest of a runtime event: SHA-384 of type (4 bytes, little-endian), name and payload with colons between (dstack, cc-eventlog).
    /// </summary>
    public byte[] ComputeDigest()
    {
        byte[] type = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(type, Type);
        return SHA384.HashData([.. type, (byte)':', .. Encoding.UTF8.GetBytes(Name), (byte)':', .. Payload]);
    }
}
