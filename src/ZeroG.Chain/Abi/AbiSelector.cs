using System.Buffers.Binary;
using System.Text;

namespace ZeroG.Chain.Abi;

/// <summary>The four bytes that calls and custom errors begin with: the start of the hash of the signature, as a big-endian
/// number.</summary>
internal static class AbiSelector
{
    public const int Size = sizeof(uint);

    public static uint Of(string signature) => BinaryPrimitives.ReadUInt32BigEndian(Hash(signature).Bytes);

    public static Hash256 Hash(string signature) => Hash256.Keccak(Encoding.ASCII.GetBytes(signature));

    public static byte[] Encode(uint selector, AbiType inputs, IReadOnlyList<object?> values)
    {
        Span<byte> prefix = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt32BigEndian(prefix, selector);
        return AbiCoder.Encode(inputs, values, prefix);
    }

    public static object?[] Decode(uint selector, AbiType inputs, ReadOnlySpan<byte> data, string signature) =>
        TryRead(data, out uint found) && found == selector
            ? AbiCoder.Decode(inputs, data[Size..])
            : throw new AbiException($"The data does not begin with {selector:x8}, the selector of {signature}.");

    public static bool TryRead(ReadOnlySpan<byte> data, out uint selector) => BinaryPrimitives.TryReadUInt32BigEndian(data, out selector);
}
