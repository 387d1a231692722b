using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight Miller loops at once, one in each lane: all take the same steps. Several pairs of a lane share its squarings. The scalar twin is
/// <see cref="MillerLoop"/>.
/// </summary>
[SkipLocalsInit]
internal sealed unsafe class LanesMillerLoop
{
    /// <summary>Pairs of one lane.</summary>
    public const int MaxDepth = 4;

    /// <summary>Loops at once.</summary>
    public const int Width = Lanes8<FqModulus>.Count;

    // Pinned memory is dear to allocate, and nothing stays in it between runs.
    [ThreadStatic]
    private static LanesMillerLoop? _ofThread;

    private readonly AlignedBuffer<LanesPairs> _pairs = new(MaxDepth);
    private readonly AlignedBuffer<LanesFq12> _product = new(1);
    private readonly AlignedBuffer<LanesFq2> _threeB = new(1);

    private LanesMillerLoop() => LanesFq2.Broadcast(Fq2Coordinates.MultiplyBy3B(Fq2.One), out *_threeB.Pointer);

    /// <summary>The one that this thread works with.</summary>
    public static LanesMillerLoop OfThread => _ofThread ??= new LanesMillerLoop();

    /// <summary>Whether this processor has the vectors.</summary>
    public static bool IsSupported => Lanes8<FqModulus>.IsSupported;

    /// <summary>The product of each lane, which has every eighth pair.</summary>
    /// <param name="points">8 to 32 points, a multiple of 8, none infinite.</param>
    /// <param name="twistPoints">As many points of the subgroup, none infinite.</param>
    /// <param name="products">Receives the products of the first lanes, as many as there is room for.</param>
    public void Run(ReadOnlySpan<G1Affine> points, ReadOnlySpan<G2Affine> twistPoints, Span<Fq12> products)
    {
        Span<LanesPairs> pairs = _pairs.Span(points.Length / Width);
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i].Start(points.Slice(i * Width, Width), twistPoints.Slice(i * Width, Width));
        }

        ref LanesFq12 f = ref *_product.Pointer;
        LanesFq12.SetOne(out f);
        ReadOnlySpan<sbyte> digits = Bn254Curve.LoopDigits;
        for (int i = digits.Length - 2; i >= 0; i--)
        {
            LanesFq12.Square(f, out f);
            foreach (ref LanesPairs pair in pairs)
            {
                pair.Double(*_threeB.Pointer, ref f);
                if (digits[i] != 0)
                {
                    pair.Add(digits[i] < 0, ref f);
                }
            }
        }

        Span<G2Affine> images = stackalloc G2Affine[Width];
        for (int i = 0; i < pairs.Length; i++)
        {
            ApplyFrobenius(twistPoints.Slice(i * Width, Width), images);
            pairs[i].SetTwistPoint(images);
            pairs[i].Add(negative: false, ref f);
            ApplyFrobenius(images, images);
            pairs[i].SetTwistPoint(images);
            pairs[i].Add(negative: true, ref f);
        }

        LanesFq12.Store(f, products);
        GC.KeepAlive(this);
    }

    private static void ApplyFrobenius(ReadOnlySpan<G2Affine> points, Span<G2Affine> images)
    {
        for (int i = 0; i < points.Length; i++)
        {
            images[i] = Frobenius.Apply(points[i]);
        }
    }
}
