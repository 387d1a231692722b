namespace ZeroG.Chain.Tests;

/// <summary>Small damage to valid bytes, of the kinds that break decoders: flipped bits, extreme bytes, cuts, repeats and words moved
/// about.</summary>
internal static class Mutation
{
    private const int WordSize = 32;

    public static byte[] Of(byte[] original, Random random)
    {
        byte[] data = [.. original];
        for (int i = random.Next(1, 4); i > 0 && data.Length > 0; i--)
        {
            int at = random.Next(data.Length);
            switch (random.Next(6))
            {
                case 0:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    data[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 2:
                    data = data[..at];
                    break;
                case 3:
                    data = [.. data[..at], .. data[random.Next(data.Length)..]];
                    break;
                case 4:
                    // Offsets and lengths of an ABI encoding are whole words: put one in another's place.
                    int words = data.Length / WordSize;
                    if (words > 0)
                    {
                        data.AsSpan(random.Next(words) * WordSize, WordSize).CopyTo(data.AsSpan(random.Next(words) * WordSize));
                    }

                    break;
                default:
                    data[at] = (byte)random.Next(256);
                    break;
            }
        }

        return data;
    }
}
