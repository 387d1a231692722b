namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Points that many sums are taken over, copied once to where sums read them fastest. With a table of multiples of each point, sums need
/// fewer additions and no doublings, at the price of memory. Never changes: any number of threads may use one.
/// </summary>
/// <remarks>128 bytes a point, half of them for λ times the point; with a table ten to thirteen times as much.</remarks>
public sealed unsafe class PointSet
{
    private readonly AlignedBuffer<G1Affine> _points;

    private PointSet(AlignedBuffer<G1Affine> points, int count, WindowPlan? table)
    {
        _points = points;
        Count = count;
        Table = table;
        HasInfinity = points.Span(count).Contains(G1Affine.Infinity);
        Windows = table?.Count ?? 1;
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>The windows of the table, whose multiples of all points lie window by window; null without a table.</summary>
    internal WindowPlan? Table { get; }

    /// <summary>Windows of the table, or one.</summary>
    internal int Windows { get; }

    /// <summary>From a point, or a multiple of it, to λ times the same.</summary>
    internal int EndomorphismOffset => Count * Windows;

    /// <summary>Whether infinity is among the points.</summary>
    internal bool HasInfinity { get; }

    /// <summary>The first point; valid as long as the set is alive.</summary>
    internal G1Affine* Pointer => _points.Pointer;

    /// <summary>Copies points.</summary>
    /// <param name="points">Points on the curve, which is not checked; infinity may be among them.</param>
    /// <param name="threads">Threads that work on it.</param>
    public static PointSet From(ReadOnlySpan<G1Affine> points, int threads = 1) =>
        Create(points, table: null, threads, CancellationToken.None);

    /// <summary>Copies points and adds the table that is best for sums of a length.</summary>
    /// <param name="points">Points on the curve, which is not checked; infinity may be among them.</param>
    /// <param name="length">Terms of the sums that will be taken, as few as matter.</param>
    /// <param name="threads">Threads that work on the table.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PointSet WithTable(
        ReadOnlySpan<G1Affine> points, int length, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return Create(points, new WindowPlan(WindowPlan.BestTableWidth(length)), threads, cancellationToken);
    }

    internal static PointSet Create(ReadOnlySpan<G1Affine> points, WindowPlan? table, int threads, CancellationToken cancellationToken)
    {
        int count = points.Length;
        int windows = table?.Count ?? 1;
        AlignedBuffer<G1Affine> buffer = new(checked(2 * count * windows));
        points.CopyTo(buffer.Span(count));
        int blocks = (count + PairAdder<G1Affine>.MaxPairs - 1) / PairAdder<G1Affine>.MaxPairs;
        ParallelWork.For(blocks, threads, MsmWorkspace.Rent, MsmWorkspace.Return, Fill, cancellationToken);
        return new PointSet(buffer, count, table);

        void Fill(int block, MsmWorkspace workspace)
        {
            int first = block * PairAdder<G1Affine>.MaxPairs;
            int length = Math.Min(PairAdder<G1Affine>.MaxPairs, count - first);
            for (int window = 0; window < windows; window++)
            {
                G1Affine* target = buffer.Pointer + (window * count) + first;
                for (int doubling = 0; window > 0 && doubling < table!.Width; doubling++)
                {
                    workspace.Adder.Double(doubling == 0 ? target - count : target, target, length);
                }

                workspace.Adder.ApplyEndomorphism(target, target + (count * windows), length);
            }
        }
    }
}
