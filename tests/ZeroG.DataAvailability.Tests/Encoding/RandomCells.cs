using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Tests.Encoding;

internal static class RandomCells
{
    /// <summary>Any field elements, not only those that data can make; the same for the same seed.</summary>
    public static Fr[] Of(int count, int seed)
    {
        Random random = new(seed);
        byte[] bytes = new byte[Fr.Size];
        Fr[] cells = new Fr[count];
        foreach (ref Fr cell in cells.AsSpan())
        {
            random.NextBytes(bytes);
            cell = Fr.FromLittleEndianReduced(bytes);
        }

        return cells;
    }
}
