namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The two bits that arkworks (SWFlags) puts into the top of a point's last byte, where a coordinate below 2^254 leaves room.
/// </summary>
internal static class PointFlags
{
    /// <summary>y is the greater of y and -y.</summary>
    public const byte Negative = 0x80;

    /// <summary>The point at infinity.</summary>
    public const byte Infinity = 0x40;

    private const byte Both = Negative | Infinity;

    /// <summary>Takes the flags out of the last byte; false if both are set, which no writer does.</summary>
    /// <param name="source">The bytes of a point.</param>
    /// <param name="cleared">Receives them without flags.</param>
    /// <param name="flags">The flags.</param>
    public static bool TryTake(ReadOnlySpan<byte> source, Span<byte> cleared, out byte flags)
    {
        source.CopyTo(cleared);
        flags = (byte)(cleared[^1] & Both);
        cleared[^1] &= unchecked((byte)~Both);
        return flags != Both;
    }
}
