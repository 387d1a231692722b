namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point of G2 with the lines of its Miller loop, which do not depend on the other point: about 17 KB that spare each later pairing the walk over the twist.
/// </summary>
public sealed class G2Prepared
{
    /// <summary>Prepares a point of the subgroup, which is not checked; infinity too.</summary>
    public G2Prepared(in G2Affine point)
    {
        Point = point;
        if (!point.IsInfinity)
        {
            Lines = new Line[LineWalk.LineCount];
            LineWalk.Write(point, Lines);
        }
    }

    /// <summary>The point.</summary>
    public G2Affine Point { get; }

    /// <summary>The lines in the order of the loop; none for infinity.</summary>
    internal Line[] Lines { get; } = [];
}
