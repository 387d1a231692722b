using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lane = ZeroG.Cryptography.Bn254.Lanes8<ZeroG.Cryptography.Bn254.FqModulus>;

namespace ZeroG.Cryptography.Bn254;

/// <summary>Eight pairs (P, Q) on their way through the Miller loop.</summary>
[SkipLocalsInit]
internal struct LanesPairs
{
    private Lane _pointX;
    private Lane _pointY;
    private LanesFq2 _twistX;
    private LanesFq2 _twistY;
    private LanesLineWalk _walk;

    /// <summary>Begins with eight pairs, none with infinity.</summary>
    public void Start(ReadOnlySpan<G1Affine> points, ReadOnlySpan<G2Affine> twistPoints)
    {
        ReadOnlySpan<Limbs4> numbers = MemoryMarshal.Cast<G1Affine, Limbs4>(points);
        Load(numbers, 2, 0, out _pointX);
        Load(numbers, 2, 1, out _pointY);
        SetTwistPoint(twistPoints);
        _walk.Start(_twistX, _twistY);
    }

    /// <summary>Takes other points of the twist for the additions that follow.</summary>
    public void SetTwistPoint(ReadOnlySpan<G2Affine> twistPoints)
    {
        ReadOnlySpan<Limbs4> numbers = MemoryMarshal.Cast<G2Affine, Limbs4>(twistPoints);
        Load(numbers, 4, 0, out _twistX.C0);
        Load(numbers, 4, 1, out _twistX.C1);
        Load(numbers, 4, 2, out _twistY.C0);
        Load(numbers, 4, 3, out _twistY.C1);
    }

    /// <summary>Doubles; multiplies f by the tangents at P.</summary>
    public void Double(in LanesFq2 threeB, ref LanesFq12 f)
    {
        _walk.Double(threeB, out LanesLine line);
        Multiply(ref f, ref line);
    }

    /// <summary>Adds Q, or -Q; multiplies f by the lines at P.</summary>
    public void Add(bool negative, ref LanesFq12 f)
    {
        LanesLine line;
        if (negative)
        {
            LanesFq2.Negate(_twistY, out LanesFq2 y);
            _walk.Add(_twistX, y, out line);
        }
        else
        {
            _walk.Add(_twistX, _twistY, out line);
        }

        Multiply(ref f, ref line);
    }

    private void Multiply(ref LanesFq12 f, ref LanesLine line)
    {
        LanesFq2.MultiplyByFq(line.Y, _pointY, out line.Y);
        LanesFq2.MultiplyByFq(line.X, _pointX, out line.X);
        LanesFq12.MultiplyByLine(f, line.Y, line.X, line.Constant, out f);
    }

    /// <summary>One coordinate of eight points, within 0.5.</summary>
    private static unsafe void Load(ReadOnlySpan<Limbs4> numbers, int stride, int offset, out Lane result)
    {
        Limbs4* lanes = stackalloc Limbs4[Lane.Count];
        for (int i = 0; i < Lane.Count; i++)
        {
            lanes[i] = numbers[(i * stride) + offset];
        }

        Lane.Load(lanes, out result);
        Lane.Reduce(result, out result);
    }
}
