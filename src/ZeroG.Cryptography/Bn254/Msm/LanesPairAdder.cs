using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lanes = ZeroG.Cryptography.Bn254.Lanes8<ZeroG.Cryptography.Bn254.FqModulus>;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Additions of G1 eight at a time. Points are packed (<see cref="Lanes8{TModulus}"/>): what it reads and writes is x·2^256 as in
/// <see cref="G1Affine"/>, but signed and within 1.3 q of zero, until <see cref="MakeCanonical"/>.
/// </summary>
/// <remarks>
/// <para>A product of lanes carries 2^-260, not 2^-256. Instead of bringing coordinates to another form, the shared inverse gets a factor,
/// so that slopes come out as λ·2^258: then the square of a slope has the form of an x, and the product with an x a quarter of that of a
/// y.</para>
/// <para>Two passes over the pairs: the first multiplies up all x2 - x1, the second goes back and takes the inverse of each from that of
/// all. Four running products take turns, so that the processor need not wait for one.</para>
/// <para>Pairs of equal x, or of an infinite point, leave the lanes and go through <see cref="ScalarPairAdder{TPoint,T,TField}"/>.</para>
/// </remarks>
internal sealed unsafe class LanesPairAdder : PairAdder<G1Affine>
{
    private const int Chains = 4;

    // Groups between the fetching of points and their use: sums over a million points take two thirds of the time.
    private const int Ahead = 4;
    private const int MaxGroups = MaxPairs / Lanes.Count;

    private readonly AlignedBuffer<Lanes> _products = new(MaxGroups);
    private readonly AlignedBuffer<Lanes> _constants = new(2);
    private readonly byte[] _special = new byte[MaxGroups];
    private readonly SpecialPairs _specials = new();
    private readonly AlignedBuffer<uint> _indices = new(3 * MaxPairs);

    public LanesPairAdder()
    {
        Lanes.Broadcast(Fq.One.Limbs, out Lanes one);
        Lanes.Reduce(one, out _constants.Pointer[0]);
        Lanes.Broadcast(Bn254Curve.Beta.Limbs, out Lanes beta);
        Lanes.Reduce(beta, out _constants.Pointer[1]);
    }

    private ref Lanes One => ref _constants.Pointer[0];

    private ref Lanes Beta => ref _constants.Pointer[1];

    public override void Reset(bool infinity) => _specials.MayHaveInfinity = infinity;

    public override void Add(in PairList<G1Affine> pairs)
    {
        int groups = (pairs.Count + Lanes.Count - 1) / Lanes.Count;
        for (int i = pairs.Count; i < groups * Lanes.Count; i++)
        {
            // The last pair once more, in the same group: it is read before it is written.
            pairs.Left[i] = pairs.Left[pairs.Count - 1];
            pairs.Right[i] = pairs.Right[pairs.Count - 1];
            pairs.To[i] = pairs.To[pairs.Count - 1];
        }

        Lanes* chains = stackalloc Lanes[Chains + 1];
        chains = (Lanes*)(((nuint)chains + 63) & ~(nuint)63);
        MultiplyUp(pairs, groups, chains);
        SharedInverse.Invert(chains, SharedInverse.Quarter);
        AddDown(pairs, groups, chains);
        if (_specials.Count > 0)
        {
            _specials.Write(pairs.Target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyUp(in PairList<G1Affine> pairs, int groups, Lanes* chains)
    {
        Limbs4* source = (Limbs4*)pairs.Source;
        Lanes* products = _products.Pointer;
        uint* indices = stackalloc uint[Lanes.Count];
        Vector512<long>* limbs = stackalloc Vector512<long>[2 * Lanes.LimbCount];
        bool mayHaveInfinity = _specials.MayHaveInfinity;
        for (int i = 0; i < Chains; i++)
        {
            chains[i] = One;
        }

        for (int group = 0; group < groups; group++)
        {
            if (group + Ahead < groups)
            {
                Prefetch(source, pairs.Left + ((group + Ahead) * Lanes.Count));
                Prefetch(source, pairs.Right + ((group + Ahead) * Lanes.Count));
            }

            GatherX(source, pairs.Left + (group * Lanes.Count), indices, limbs);
            GatherX(source, pairs.Right + (group * Lanes.Count), indices, limbs + Lanes.LimbCount);
            Lanes.Subtract(limbs + Lanes.LimbCount, limbs, out Lanes difference);
            byte special = Lanes.IsZero(difference);
            if (mayHaveInfinity)
            {
                special |= Infinite(pairs, group);
            }

            _special[group] = special;
            if (special != 0)
            {
                _specials.Append(pairs, group, special);
                Lanes.Select(special, One, difference, out difference);
            }

            ref Lanes chain = ref chains[group % Chains];
            Lanes.Copy(chain, out products[group]);
            Lanes.Multiply(chain, difference, out chain);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddDown(in PairList<G1Affine> pairs, int groups, Lanes* chains)
    {
        Chord* steps = stackalloc Chord[3];
        Chord* a = (Chord*)(((nuint)steps + 63) & ~(nuint)63), b = a + 1;
        int group = groups - 1;
        if (groups % 2 != 0)
        {
            Begin(pairs, group, a);
            Invert(group, chains, a);
            Lanes.Multiply(a->Inverse, a->Rise, out a->Slope);
            Lanes.SquareSubtract(a->Slope, a->Sum, out a->X);
            Finish(pairs, group--, a);
        }

        // Two groups side by side: the processor sees hardly more than one product ahead, and those of one group wait for each other.
        for (; group > 0; group -= 2)
        {
            Begin(pairs, group, a);
            Begin(pairs, group - 1, b);
            Invert(group, chains, a);
            Invert(group - 1, chains, b);
            Lanes.Multiply(a->Inverse, a->Rise, out a->Slope);
            Lanes.Multiply(b->Inverse, b->Rise, out b->Slope);
            Lanes.SquareSubtract(a->Slope, a->Sum, out a->X);
            Lanes.SquareSubtract(b->Slope, b->Sum, out b->X);
            Finish(pairs, group, a);
            Finish(pairs, group - 1, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(in PairList<G1Affine> pairs, int group, Chord* step)
    {
        Limbs4* source = (Limbs4*)pairs.Source;
        uint* left = pairs.Left + (group * Lanes.Count), right = pairs.Right + (group * Lanes.Count);
        if (group >= Ahead)
        {
            Prefetch(source, left - (Ahead * Lanes.Count));
            Prefetch(source, right - (Ahead * Lanes.Count));
        }

        Vector512<long>* limbs = (Vector512<long>*)step;
        Vector512<long>* x1 = limbs, y1 = x1 + Lanes.LimbCount, x2 = y1 + Lanes.LimbCount, y2 = x2 + Lanes.LimbCount;
        uint* indices = (uint*)(y2 + Lanes.LimbCount);
        Gather(source, left, indices, x1, y1);
        Gather(source, right, indices, x2, y2);
        Lanes.Subtract(x2, x1, out step->Difference);
        if (_special[group] != 0)
        {
            Lanes.Select(_special[group], One, step->Difference, out step->Difference);
        }

        Lanes.SubtractSigned(y2, y1, out step->Rise);
        Lanes.Add(x1, x2, out step->Sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Invert(int group, Lanes* chains, Chord* step)
    {
        ref Lanes chain = ref chains[group % Chains];
        Lanes.Multiply(chain, _products.Pointer[group], out step->Inverse);
        Lanes.Multiply(chain, step->Difference, out chain);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in PairList<G1Affine> pairs, int group, Chord* step)
    {
        Vector512<long>* x1 = (Vector512<long>*)step, y1 = x1 + Lanes.LimbCount;
        Words8 packedX = Lanes.Pack(step->X, x1, out step->Run);
        Lanes.Multiply(step->Slope, step->Run, out step->X);
        Words8 packedY = Lanes.PackFourTimes(step->X, y1);
        Words8.ScatterPairs(packedX, packedY, (Limbs4*)pairs.Target, pairs.To + (group * Lanes.Count));
    }

    public override void Double(G1Affine* source, G1Affine* target, int count)
    {
        if (count == 0)
        {
            return;
        }

        // As pairs of a point with itself all would be special, so this is a kernel of its own; infinity in it has no slope.
        if (HasInfinity(source, count))
        {
            _specials.Double(source, target, count);
            return;
        }

        int groups = (count + Lanes.Count - 1) / Lanes.Count;
        uint* indices = _indices.Pointer;
        for (int i = 0; i < groups * Lanes.Count; i++)
        {
            indices[i] = (uint)Math.Min(i, count - 1);
        }

        Lanes* chains = stackalloc Lanes[Chains + 1];
        chains = (Lanes*)(((nuint)chains + 63) & ~(nuint)63);
        DoubleUp((Limbs4*)source, indices, groups, chains);
        SharedInverse.Invert(chains, SharedInverse.Four);
        DoubleDown((Limbs4*)source, (Limbs4*)target, indices, groups, chains);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DoubleUp(Limbs4* source, uint* indices, int groups, Lanes* chains)
    {
        for (int i = 0; i < Chains; i++)
        {
            chains[i] = One;
        }

        for (int group = 0; group < groups; group++)
        {
            Lanes.GatherPackedPairs(source, indices + (group * Lanes.Count), out _, out Lanes y);
            Lanes.Add(y, y, out Lanes denominator);
            ref Lanes chain = ref chains[group % Chains];
            Lanes.Copy(chain, out _products.Pointer[group]);
            Lanes.Multiply(chain, denominator, out chain);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DoubleDown(Limbs4* source, Limbs4* target, uint* indices, int groups, Lanes* chains)
    {
        Vector512<long>* limbs = stackalloc Vector512<long>[2 * Lanes.LimbCount];
        Vector512<long>* x = limbs, y = x + Lanes.LimbCount;
        for (int group = groups - 1; group >= 0; group--)
        {
            Words8.GatherPairs(source, indices + (group * Lanes.Count), out Words8 packedX, out Words8 packedY);
            Lanes.Split(packedX, x);
            Lanes.Split(packedY, y);
            Lanes.Add(y, y, out Lanes denominator);
            Lanes.Carry(denominator, out denominator);
            ref Lanes chain = ref chains[group % Chains];
            Lanes.Multiply(chain, _products.Pointer[group], out Lanes inverse);
            Lanes.Multiply(chain, denominator, out chain);
            Lanes.FromLimbs(x, out Lanes tight);
            Lanes.Square(tight, out Lanes square);
            Lanes.Add(square, square, out Lanes rise);
            Lanes.Add(rise, square, out rise);
            Lanes.Carry(rise, out rise);
            Lanes.Multiply(inverse, rise, out Lanes slope);
            Lanes.Add(x, x, out Lanes sum);
            Lanes.SquareSubtract(slope, sum, out Lanes x3);
            packedX = Lanes.Pack(x3, x, out Lanes run);
            Lanes.Multiply(slope, run, out Lanes quarter);
            packedY = Lanes.PackFourTimes(quarter, y);
            Words8.ScatterPairs(packedX, packedY, target, indices + (group * Lanes.Count));
        }
    }

    public override void ApplyEndomorphism(G1Affine* source, G1Affine* target, int count)
    {
        uint* indices = stackalloc uint[Lanes.Count];
        for (int i = 0; i < count; i += Lanes.Count)
        {
            // A last group that is not full has its last point more than once: it is read before it is written.
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                indices[lane] = (uint)Math.Min(i + lane, count - 1);
            }

            Lanes.GatherPackedPairs((Limbs4*)source, indices, out Lanes x, out Lanes y);
            Lanes.Multiply(Beta, x, out x);
            Lanes.ScatterPackedPairs(x, y, (Limbs4*)target, indices);
        }
    }

    public override void MakeCanonical(G1Affine* points, int count)
    {
        for (int i = 0; i < count; i++)
        {
            points[i] = SpecialPairs.Canonical(points[i]);
        }
    }

    public override void CopyNegative(G1Affine* source, G1Affine* target)
    {
        Limbs4* from = (Limbs4*)source;
        Limbs4* to = (Limbs4*)target;
        to[0] = from[0];
        to[1] = SpecialPairs.NegateSigned(from[1]);
    }

    private static bool HasInfinity(G1Affine* points, int count) => new Span<G1Affine>(points, count).Contains(G1Affine.Infinity);

    /// <summary>The lanes in which a point is infinity.</summary>
    private static byte Infinite(in PairList<G1Affine> pairs, int group)
    {
        byte infinite = 0;
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            int pair = (group * Lanes.Count) + lane;
            if (pairs.Source[pairs.Left[pair] >> 1].IsInfinity || pairs.Source[pairs.Right[pair] >> 1].IsInfinity)
            {
                infinite |= (byte)(1 << lane);
            }
        }

        return infinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(Limbs4* source, uint* references)
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            Sse.Prefetch0(source + (references[lane] & ~1u));
        }
    }

    /// <summary>The limbs of the x of eight references, whose signs do not matter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherX(Limbs4* source, uint* references, uint* indices, Vector512<long>* x)
    {
        // Two coordinates a point: without its sign, a reference is the index of the first.
        (Vector256.Load(references) & Vector256.Create(~1u)).Store(indices);
        Lanes.Split(Words8.Gather(source, indices), x);
    }

    /// <summary>The limbs of the points of eight references.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(Limbs4* source, uint* references, uint* indices, Vector512<long>* x, Vector512<long>* y)
    {
        Vector256<uint> words = Vector256.Load(references);
        (words >> 1).Store(indices);
        Words8.GatherPairs(source, indices, out Words8 packedX, out Words8 packedY);
        Lanes.Split(packedX, x);
        Lanes.Split(packedY, Wide.FromInt32((words << 31).AsInt32() >> 31), y);
    }

    /// <summary>What one group of additions needs from one product to the next.</summary>
    private struct Chord
    {
        // The limbs of both points, the first one's to begin with, and indices.
        public fixed long Limbs[4 * 5 * 8];
        public fixed long Indices[8];
        public Lanes Difference;
        public Lanes Rise;
        public Lanes Sum;
        public Lanes Inverse;
        public Lanes Slope;
        public Lanes X;
        public Lanes Run;
    }
}
