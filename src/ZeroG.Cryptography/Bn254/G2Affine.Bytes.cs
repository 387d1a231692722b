namespace ZeroG.Cryptography.Bn254;

/// <content>The bytes of arkworks (ark-serialize 0.4): little-endian coordinates, C0 before C1, and two flags in the last byte.</content>
public readonly partial struct G2Affine
{
    /// <summary>Bytes of x, with flags.</summary>
    public const int CompressedSize = Fq2.Size;

    /// <summary>Bytes of x and y.</summary>
    public const int UncompressedSize = 2 * Fq2.Size;

    /// <summary>
    /// Reads 128 bytes with flags, as arkworks does: the flag of infinity wins over the coordinates, which must be below q all the same,
    /// and the sign's is not compared with y. False for a wrong length, both flags, a coordinate of q or more, or a point outside the
    /// subgroup.
    /// </summary>
    public static bool TryReadUncompressed(ReadOnlySpan<byte> source, out G2Affine point)
    {
        point = Infinity;
        Span<byte> cleared = stackalloc byte[UncompressedSize];
        if (source.Length != UncompressedSize || !PointFlags.TryTake(source, cleared, out byte flags)
            || !Fq2.TryRead(cleared[..Fq2.Size], out Fq2 x) || !Fq2.TryRead(cleared[Fq2.Size..], out Fq2 y))
        {
            return false;
        }

        return flags == PointFlags.Infinity || AcceptFinite(new(x, y), out point);
    }

    /// <summary>
    /// Reads 64 bytes with flags. False for a wrong length, both flags, a coordinate of q or more, an x that no point has, or a point
    /// outside the subgroup.
    /// </summary>
    public static bool TryReadCompressed(ReadOnlySpan<byte> source, out G2Affine point)
    {
        point = Infinity;
        Span<byte> cleared = stackalloc byte[CompressedSize];
        if (source.Length != CompressedSize || !PointFlags.TryTake(source, cleared, out byte flags) || !Fq2.TryRead(cleared, out Fq2 x))
        {
            return false;
        }

        if (flags == PointFlags.Infinity)
        {
            return true;
        }

        if (!Fq2Coordinates.RightSide(x).TrySqrt(out Fq2 y))
        {
            return false;
        }

        G2Affine found = new(x, y);
        return Accept(found.IsNegative == (flags == PointFlags.Negative) ? found : -found, out point);
    }

    /// <summary>
    /// Reads 128 bytes as contracts hold them (EIP-197): x.C1, x.C0, y.C1, y.C0, each 32 big-endian bytes; zeros are infinity. False for a
    /// wrong length, a coordinate of q or more, or a point outside the subgroup.
    /// </summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out G2Affine point)
    {
        point = Infinity;
        return source.Length == UncompressedSize
            && Fq2.TryReadBigEndian(source[..Fq2.Size], out Fq2 x) && Fq2.TryReadBigEndian(source[Fq2.Size..], out Fq2 y)
            && Accept(new(x, y), out point);
    }

    /// <summary>Writes 128 bytes with flags.</summary>
    public void WriteUncompressed(Span<byte> destination)
    {
        X.Write(destination[..Fq2.Size]);
        Y.Write(destination[Fq2.Size..UncompressedSize]);
        destination[UncompressedSize - 1] |= Flags;
    }

    /// <summary>Writes 64 bytes with flags.</summary>
    public void WriteCompressed(Span<byte> destination)
    {
        X.Write(destination[..CompressedSize]);
        destination[CompressedSize - 1] |= Flags;
    }

    /// <summary>Writes 128 bytes in the order of EIP-197.</summary>
    public void WriteBigEndian(Span<byte> destination)
    {
        X.WriteBigEndian(destination[..Fq2.Size]);
        Y.WriteBigEndian(destination[Fq2.Size..UncompressedSize]);
    }

    /// <summary>Whether y is the greater of y and -y.</summary>
    private bool IsNegative => Y.CompareTo(-Y) > 0;

    private byte Flags => IsInfinity ? PointFlags.Infinity : IsNegative ? PointFlags.Negative : (byte)0;

    /// <summary>As <see cref="Accept"/>, for forms in which (0, 0) does not stand for infinity.</summary>
    private static bool AcceptFinite(in G2Affine candidate, out G2Affine point)
    {
        point = Infinity;
        return !candidate.IsInfinity && Accept(candidate, out point);
    }

    private static bool Accept(in G2Affine candidate, out G2Affine point)
    {
        bool valid = candidate.IsInSubgroup();
        point = valid ? candidate : Infinity;
        return valid;
    }
}
