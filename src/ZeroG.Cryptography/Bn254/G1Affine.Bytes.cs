namespace ZeroG.Cryptography.Bn254;

/// <content>The bytes of arkworks (ark-serialize 0.4): little-endian coordinates and two flags in the last byte.</content>
public readonly partial struct G1Affine
{
    /// <summary>Bytes of x, with flags.</summary>
    public const int CompressedSize = Fq.Size;

    /// <summary>Bytes of x and y.</summary>
    public const int UncompressedSize = 2 * Fq.Size;

    /// <summary>
    /// Reads 64 bytes with flags, as arkworks does: the flag of infinity wins over the coordinates, which must be below q all the same, and
    /// the sign's is not compared with y. False for a wrong length, both flags, a coordinate of q or more, or a point off the curve.
    /// </summary>
    public static bool TryReadUncompressed(ReadOnlySpan<byte> source, out G1Affine point)
    {
        point = Infinity;
        Span<byte> cleared = stackalloc byte[UncompressedSize];
        if (source.Length != UncompressedSize || !PointFlags.TryTake(source, cleared, out byte flags)
            || !Fq.TryRead(cleared[..Fq.Size], out Fq x) || !Fq.TryRead(cleared[Fq.Size..], out Fq y))
        {
            return false;
        }

        return flags == PointFlags.Infinity || AcceptFinite(new(x, y), out point);
    }

    /// <summary>Reads 32 bytes with flags. False for a wrong length, both flags, an x of q or more, or one that no point has.</summary>
    public static bool TryReadCompressed(ReadOnlySpan<byte> source, out G1Affine point)
    {
        point = Infinity;
        Span<byte> cleared = stackalloc byte[CompressedSize];
        if (source.Length != CompressedSize || !PointFlags.TryTake(source, cleared, out byte flags) || !Fq.TryRead(cleared, out Fq x))
        {
            return false;
        }

        if (flags == PointFlags.Infinity)
        {
            return true;
        }

        if (!FqCoordinates.RightSide(x).TrySqrt(out Fq y))
        {
            return false;
        }

        G1Affine found = new(x, y);
        point = found.IsNegative == (flags == PointFlags.Negative) ? found : -found;
        return true;
    }

    /// <summary>
    /// Reads x and y, 32 little-endian bytes each, without flags. False unless both are below q and on the curve: never infinity.
    /// </summary>
    public static bool TryReadCoordinates(ReadOnlySpan<byte> source, out G1Affine point)
    {
        point = Infinity;
        return source.Length == UncompressedSize && Fq.TryRead(source[..Fq.Size], out Fq x) && Fq.TryRead(source[Fq.Size..], out Fq y)
            && AcceptFinite(new(x, y), out point);
    }

    /// <summary>Reads x and y, 32 big-endian bytes each, as contracts hold them (EIP-196): 64 zero bytes are infinity.</summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out G1Affine point)
    {
        point = Infinity;
        return source.Length == UncompressedSize
            && Fq.TryReadBigEndian(source[..Fq.Size], out Fq x) && Fq.TryReadBigEndian(source[Fq.Size..], out Fq y)
            && Accept(new(x, y), out point);
    }

    /// <summary>Writes 64 bytes with flags.</summary>
    public void WriteUncompressed(Span<byte> destination)
    {
        WriteCoordinates(destination);
        destination[UncompressedSize - 1] |= Flags;
    }

    /// <summary>Writes 32 bytes with flags.</summary>
    public void WriteCompressed(Span<byte> destination)
    {
        X.Write(destination[..CompressedSize]);
        destination[CompressedSize - 1] |= Flags;
    }

    /// <summary>Writes x and y, 32 little-endian bytes each, without flags; infinity is 64 zero bytes.</summary>
    public void WriteCoordinates(Span<byte> destination)
    {
        X.Write(destination[..Fq.Size]);
        Y.Write(destination[Fq.Size..UncompressedSize]);
    }

    /// <summary>Writes x and y, 32 big-endian bytes each; infinity is 64 zero bytes (EIP-196).</summary>
    public void WriteBigEndian(Span<byte> destination)
    {
        X.WriteBigEndian(destination[..Fq.Size]);
        Y.WriteBigEndian(destination[Fq.Size..UncompressedSize]);
    }

    /// <summary>Whether y is the greater of y and -y.</summary>
    private bool IsNegative => Y.CompareTo(-Y) > 0;

    private byte Flags => IsInfinity ? PointFlags.Infinity : IsNegative ? PointFlags.Negative : (byte)0;

    /// <summary>As <see cref="Accept"/>, for forms in which (0, 0) does not stand for infinity.</summary>
    private static bool AcceptFinite(in G1Affine candidate, out G1Affine point)
    {
        point = Infinity;
        return !candidate.IsInfinity && Accept(candidate, out point);
    }

    private static bool Accept(in G1Affine candidate, out G1Affine point)
    {
        bool valid = candidate.IsOnCurve();
        point = valid ? candidate : Infinity;
        return valid;
    }
}
