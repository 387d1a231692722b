namespace ZeroG.DevChain.Tries;

/// <summary>
/// The packing of nibbles into bytes with a first nibble that tells leaf from extension and odd from even (yellow paper, appendix C).
/// </summary>
internal static class HexPrefix
{
    public static byte[] Encode(ReadOnlySpan<byte> nibbles, bool isLeaf)
    {
        bool odd = nibbles.Length % 2 == 1;
        byte[] bytes = new byte[(nibbles.Length / 2) + 1];
        bytes[0] = (byte)((isLeaf ? 0x20 : 0) | (odd ? 0x10 | nibbles[0] : 0));
        ReadOnlySpan<byte> rest = odd ? nibbles[1..] : nibbles;
        for (int i = 0; i < rest.Length; i += 2)
        {
            bytes[1 + (i / 2)] = (byte)((rest[i] << 4) | rest[i + 1]);
        }

        return bytes;
    }

    /// <summary>The nibbles of a key, high one first.</summary>
    public static byte[] NibblesOf(ReadOnlySpan<byte> key)
    {
        byte[] nibbles = new byte[2 * key.Length];
        for (int i = 0; i < key.Length; i++)
        {
            nibbles[2 * i] = (byte)(key[i] >> 4);
            nibbles[(2 * i) + 1] = (byte)(key[i] & 0xF);
        }

        return nibbles;
    }
}
