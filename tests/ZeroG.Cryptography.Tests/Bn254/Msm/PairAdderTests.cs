using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The kernels that add pairs of points: the vector one and its scalar twin, against the group law.</summary>
public sealed unsafe class PairAdderTests
{
    private readonly Random _random = new(7);

    public static TheoryData<bool, int> Adders
    {
        get
        {
            TheoryData<bool, int> data = [];
            foreach (bool lanes in new[] { false, true }.Where(lanes => !lanes || Lanes8<FqModulus>.IsSupported))
            {
                foreach (int count in new[] { 1, 2, 7, 8, 9, 33, 500, PairAdder<G1Affine>.MaxPairs })
                {
                    data.Add(lanes, count);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Adders))]
    public void Sums_AreThoseOfTheGroup(bool lanes, int count)
    {
        G1Affine[] points = PointSamples.Points(300, seed: count);
        Check(lanes, points, count, allowInfinity: false);
    }

    [Theory]
    [MemberData(nameof(Adders))]
    public void Sums_OfEqualAndOppositePoints(bool lanes, int count)
    {
        // Few different points: about half of the pairs are tangents or cancel.
        G1Affine[] points = PointSamples.Points(2, seed: count);
        Check(lanes, points, count, allowInfinity: false);
    }

    [Theory]
    [MemberData(nameof(Adders))]
    public void Sums_OfSumsOfSums_WithInfinityAmongThem(bool lanes, int count)
    {
        // Each level adds what the one before has left, so that numbers come as far from canonical as they get.
        PairAdder<G1Affine> adder = Adder(lanes);
        G1Affine[] points = PointSamples.Points(64, seed: count);
        (points[3], points[4]) = (points[2], -points[2]);
        using Memory memory = new(2 * count, count);
        for (int i = 0; i < memory.Points.Length; i++)
        {
            memory.Points[i] = points[_random.Next(count % 2 == 0 ? points.Length : 5)];
        }

        G1Jacobian[] expected = [.. memory.Points.ToArray().Select(p => p.ToJacobian())];
        for (int level = 0; level < 12; level++)
        {
            for (int i = 0; i < count; i++)
            {
                (uint left, uint right) = ((uint)(2 * i), (uint)((2 * i) + 1));
                bool negative = _random.Next(4) == 0;
                memory.Set(i, left << 1, (right << 1) | (negative ? 1u : 0), left);
                expected[left] = negative ? expected[left] - expected[right] : expected[left] + expected[right];
            }

            adder.Add(memory.List(count, inPlace: true));
            for (int i = 0; i < count; i++)
            {
                // The sums take turns with each other and with the old points.
                int other = (2 * ((i + 1) % count)) + 1;
                (memory.Points[2 * i], memory.Points[other]) = (memory.Points[other], memory.Points[2 * i]);
                (expected[2 * i], expected[other]) = (expected[other], expected[2 * i]);
            }
        }

        AssertSame(adder, expected, memory.Points);
    }

    [Theory]
    [MemberData(nameof(Adders))]
    public void Doubles_AgainAndAgain(bool lanes, int count)
    {
        PairAdder<G1Affine> adder = Adder(lanes);
        AlignedBuffer<G1Affine> buffer = new(count);
        Span<G1Affine> points = buffer.Span(count);
        G1Affine[] samples = PointSamples.Points(20, seed: count);
        for (int i = 0; i < count; i++)
        {
            points[i] = samples[i % 20];
        }

        if (count == 33)
        {
            points[5] = G1Affine.Infinity;
        }

        G1Jacobian[] expected = [.. points.ToArray().Select(p => p.ToJacobian())];
        for (int i = 0; i < 10; i++)
        {
            adder.Double(buffer.Pointer, buffer.Pointer, count);
            expected = [.. expected.Select(p => p.Double())];
        }

        AssertSame(adder, expected, points);
    }

    [Theory]
    [MemberData(nameof(Adders))]
    public void Endomorphism_AndNegation(bool lanes, int count)
    {
        PairAdder<G1Affine> adder = Adder(lanes);
        AlignedBuffer<G1Affine> buffer = new(2 * count);
        Span<G1Affine> points = buffer.Span(2 * count);
        G1Affine[] samples = PointSamples.Points(20, seed: count);
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = samples[i % 20];
        }

        G1Jacobian[] expected = [.. points.ToArray().Select(p => p.ToJacobian())];
        adder.ApplyEndomorphism(buffer.Pointer, buffer.Pointer + count, count);
        for (int i = 0; i < 4; i++)
        {
            adder.ApplyEndomorphism(buffer.Pointer + count, buffer.Pointer + count, count);
        }

        for (int i = points.Length - 1; i >= 0; i--)
        {
            expected[i] = i < count ? expected[i] : expected[i - count].Multiply(Glv.Lambda.Square());
            if (i % 3 == 0)
            {
                adder.CopyNegative(buffer.Pointer + i, buffer.Pointer + i);
                expected[i] = -expected[i];
            }
        }

        AssertSame(adder, expected, points);
    }

    private static PairAdder<G1Affine> Adder(bool lanes) =>
        lanes ? new LanesPairAdder() : new ScalarPairAdder<G1Affine, Fq, FqCoordinates>();

    private static void AssertSame(PairAdder<G1Affine> adder, G1Jacobian[] expected, Span<G1Affine> points)
    {
        fixed (G1Affine* pointer = points)
        {
            adder.MakeCanonical(pointer, points.Length);
        }

        G1Affine[] affine = new G1Affine[expected.Length];
        G1Jacobian.Normalize(expected, affine);
        Assert.Equal(affine, points.ToArray());
    }

    private void Check(bool lanes, G1Affine[] points, int count, bool allowInfinity)
    {
        PairAdder<G1Affine> adder = Adder(lanes);
        using Memory memory = new(points.Length, count);
        points.CopyTo(memory.Points);
        G1Jacobian[] expected = new G1Jacobian[count];
        for (int i = 0; i < count; i++)
        {
            uint left = (uint)_random.Next(2 * points.Length);
            uint right = (uint)_random.Next(2 * points.Length);
            memory.Set(i, left, right, (uint)(count - 1 - i));
            expected[count - 1 - i] = Signed(points, left) + Signed(points, right).ToAffine();
        }

        adder.Add(memory.List(count, inPlace: false));
        AssertSame(adder, expected, memory.Results);
        Assert.True(allowInfinity || memory.Points.SequenceEqual(points));
    }

    private static G1Jacobian Signed(G1Affine[] points, uint reference) =>
        (reference & 1) != 0 ? -points[reference >> 1].ToJacobian() : points[reference >> 1].ToJacobian();

    private sealed class Memory(int points, int count) : IDisposable
    {
        private readonly AlignedBuffer<G1Affine> _points = new(points);
        private readonly AlignedBuffer<G1Affine> _results = new(count);
        private readonly AlignedBuffer<uint> _indices = new(3 * PairAdder<G1Affine>.MaxPairs);

        public Span<G1Affine> Points => _points.Span(points);

        public Span<G1Affine> Results => _results.Span(count);

        public void Set(int pair, uint left, uint right, uint to)
        {
            PairList<G1Affine> list = List(0, inPlace: false);
            list.Left[pair] = left;
            list.Right[pair] = right;
            list.To[pair] = to;
        }

        public PairList<G1Affine> List(int pairs, bool inPlace) => new()
        {
            Source = _points.Pointer,
            Target = inPlace ? _points.Pointer : _results.Pointer,
            Left = _indices.Pointer,
            Right = _indices.Pointer + PairAdder<G1Affine>.MaxPairs,
            To = _indices.Pointer + (2 * PairAdder<G1Affine>.MaxPairs),
            Count = pairs,
        };

        public void Dispose() => GC.KeepAlive(_indices);
    }
}
