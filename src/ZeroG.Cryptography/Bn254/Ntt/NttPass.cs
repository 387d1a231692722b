namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Transforms of many lines of equal length, such as the rows or the columns of a matrix: element k of line l lies at
/// <c>l·Line + k·Step</c>. Source and target may be the same memory if the strides are the same too.
/// </summary>
internal sealed unsafe class NttPass
{
    public Fr* Source;
    public nint SourceLine;
    public nint SourceStep;
    public Fr* Target;
    public nint TargetLine;
    public nint TargetStep;

    /// <summary>Lines.</summary>
    public int Lines;

    /// <summary>The logarithm of their length, at most <see cref="NttRoots.MaxLog"/>.</summary>
    public int Log;

    /// <summary>Whether the root of unity is the inverse one. The factor 1/n is up to the caller.</summary>
    public bool Inverse;

    /// <summary>Multiplied into the inputs, by position.</summary>
    public NttFactors? SourceFactors;

    /// <summary>Multiplied into the outputs, by position. Not together with a twist.</summary>
    public NttFactors? TargetFactors;

    /// <summary>
    /// Multiplied into the outputs, by line and position. These are then only read by a second pass of the same engine, so they need not
    /// be canonical.
    /// </summary>
    public NttTwist? Twist;

    /// <summary>The lines from one on, at most so many, as a pass of their own.</summary>
    public NttPass Part(int firstLine, int lines)
    {
        NttPass part = (NttPass)MemberwiseClone();
        part.Source += firstLine * SourceLine;
        part.Target += firstLine * TargetLine;
        part.Lines = lines;
        part.Twist = Twist is null ? null : new(Twist.First[firstLine..], Twist.Ratio[firstLine..]);
        return part;
    }
}
