namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Multiples of one point P. A table holds d·2^(wi)·P for each window i of w bits and each digit d up to 2^(w-1), so that a multiple is a
/// sum of one entry a window, and the additions of many multiples share inversions. For public scalars: the time depends on them.
/// </summary>
/// <typeparam name="TPoint"><see cref="G1Affine"/> or <see cref="G2Affine"/>.</typeparam>
/// <remarks>Any number of threads may use it at once. The large table of 2^19 points is kept only while memory is not scarce.</remarks>
public sealed unsafe class FixedBaseTable<TPoint>
    where TPoint : unmanaged
{
    // From so many scalars on, half the additions are worth the larger table.
    private const int ManyScalars = 1 << 15;
    private const int ScalarBits = 256;

    private readonly TPoint _base;
    private readonly Func<PairAdder<TPoint>> _adders;
    private readonly Lock _building = new();
    private readonly WeakReference<AlignedBuffer<TPoint>>[] _tables = [new(null!), new(null!)];

    internal FixedBaseTable(TPoint basePoint, Func<PairAdder<TPoint>> adders)
    {
        _base = basePoint;
        _adders = adders;
    }

    /// <summary>The multiples by all scalars.</summary>
    /// <param name="scalars">The scalars.</param>
    /// <param name="multiples">Receives as many points; infinity for zero.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="progress">Hears of each part done how many multiples it was, from any thread.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Multiply(
        ReadOnlySpan<Fr> scalars,
        Span<TPoint> multiples,
        int threads = 1,
        Action<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        Multiply(scalars, multiples, scalars.Length < ManyScalars ? 8 : 16, threads, progress, cancellationToken);

    internal void Multiply(
        ReadOnlySpan<Fr> scalars,
        Span<TPoint> multiples,
        int width,
        int threads,
        Action<long>? progress,
        CancellationToken cancellationToken)
    {
        if (scalars.Length != multiples.Length)
        {
            throw new ArgumentException($"There are {scalars.Length} scalars and room for {multiples.Length} points.", nameof(multiples));
        }

        AlignedBuffer<TPoint> table = Table(width, threads, cancellationToken);
        int windows = ScalarBits / width;
        int block = SegmentSums<TPoint>.SlabSize / windows;
        int count = scalars.Length;
        fixed (Fr* scalarStart = scalars)
        fixed (TPoint* multipleStart = multiples)
        {
            Fr* scalar = scalarStart;
            TPoint* multiple = multipleStart;
            ParallelWork.For(
                (count + block - 1) / block,
                threads,
                () => new Workspace(new SegmentSums<TPoint>(_adders()), block, windows),
                _ => { },
                (index, workspace) =>
                {
                    int first = index * block;
                    int length = Math.Min(block, count - first);
                    MultiplyBlock(workspace, table.Pointer, width, scalar + first, length, multiple + first);
                    progress?.Invoke(length);
                },
                cancellationToken);
        }

        GC.KeepAlive(table);
    }

    private static void MultiplyBlock(Workspace workspace, TPoint* table, int width, Fr* scalars, int count, TPoint* multiples)
    {
        int windows = ScalarBits / width;
        int entries = 1 << (width - 1);
        uint* references = workspace.References.Pointer;
        int* lengths = workspace.Lengths.Pointer;
        for (int i = 0; i < count; i++)
        {
            Limbs4 scalar = Montgomery<FrModulus>.FromMontgomery(scalars[i].Limbs);
            ulong* limbs = (ulong*)&scalar;
            uint* start = references;
            int carry = 0;
            for (int window = 0; window < windows; window++)
            {
                int bit = window * width;
                int digit = (int)((limbs[bit / 64] >> (bit % 64)) & ((1UL << width) - 1)) + carry;
                carry = digit > entries ? 1 : 0;
                digit -= carry << width;
                if (digit != 0)
                {
                    *references++ = (uint)((((window * entries) + Math.Abs(digit) - 1) << 1) | (digit < 0 ? 1 : 0));
                }
            }

            lengths[i] = (int)(references - start);
        }

        new Span<TPoint>(multiples, count).Clear();
        workspace.Segments.Sum(table, workspace.References.Pointer, lengths, count, multiples);
        workspace.Segments.Adder.MakeCanonical(multiples, count);
    }

    private AlignedBuffer<TPoint> Table(int width, int threads, CancellationToken cancellationToken)
    {
        WeakReference<AlignedBuffer<TPoint>> kept = _tables[width / 16];
        lock (_building)
        {
            if (!kept.TryGetTarget(out AlignedBuffer<TPoint>? table))
            {
                table = Build(width, threads, cancellationToken);
                kept.SetTarget(table);
            }

            return table;
        }
    }

    private AlignedBuffer<TPoint> Build(int width, int threads, CancellationToken cancellationToken)
    {
        int windows = ScalarBits / width;
        int entries = 1 << (width - 1);
        AlignedBuffer<TPoint> table = new(windows * entries);
        PairAdder<TPoint> adder = _adders();
        TPoint power = _base;
        for (int window = 0; window < windows; window++)
        {
            table.Pointer[window * entries] = power;
            for (int bit = 0; bit < width; bit++)
            {
                adder.Double(&power, &power, 1);
            }
        }

        ParallelWork.For(
            windows,
            threads,
            () => new SegmentSums<TPoint>(_adders()),
            _ => { },
            (window, segments) => segments.AppendMultiples(table.Pointer + (window * entries), entries),
            cancellationToken);
        return table;
    }

    private sealed class Workspace(SegmentSums<TPoint> segments, int block, int windows)
    {
        public SegmentSums<TPoint> Segments { get; } = segments;

        public AlignedBuffer<uint> References { get; } = new((block * windows) + SegmentSums<TPoint>.Slack);

        public AlignedBuffer<int> Lengths { get; } = new(block);
    }
}
