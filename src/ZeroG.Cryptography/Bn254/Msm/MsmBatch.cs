namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// One call of <see cref="Msm"/>. Each window of each sum is a set of buckets (with a table, all windows of a sum are one set). Threads
/// take groups of neighbouring sets that are large enough for inversions to be shared well, and then put sums together bit by bit.
/// </summary>
internal sealed unsafe class MsmBatch
{
    /// <summary>A sum of more terms keeps a thread busy with one window alone.</summary>
    public const int LargeChunk = 1 << 16;

    // Points of a group of sets, unless one set has more.
    private const int GroupPoints = 1 << 17;
    private const int SplitBlock = 4096;

    // The halves of scalars of the last call, tens of megabytes, which the next call would allocate again.
    private static AlignedBuffer<UInt128>? s_unusedHalves;

    private readonly PointSet _bases;
    private readonly Fr* _scalars;
    private readonly MsmChunks _chunks;
    private readonly G1Jacobian* _sums;
    private readonly WindowPlan _plan;
    private readonly AlignedBuffer<UInt128> _halves;
    private readonly AlignedBuffer<G1Affine> _bits;
    private readonly int _setsPerChunk;
    private readonly int _bitsPerChunk;

    public MsmBatch(PointSet bases, Fr* scalars, MsmChunks chunks, G1Jacobian* sums, WindowPlan? plan = null)
    {
        _bases = bases;
        _scalars = scalars;
        _chunks = chunks;
        _sums = sums;
        _plan = bases.Table ?? plan ?? new WindowPlan(WindowPlan.BestWidth(chunks.Length));
        _setsPerChunk = bases.Table is null ? _plan.Count : 1;
        _bitsPerChunk = _plan.Shift(_setsPerChunk - 1) + BucketSums.BitsOf(BucketsOf(_setsPerChunk - 1));
        _halves = Interlocked.Exchange(ref s_unusedHalves, null) ?? new();
        _halves.Reserve(checked(2 * chunks.Count * chunks.Length));
        _bits = new(checked(chunks.Count * _bitsPerChunk));
    }

    public void Run(int threads, Action<long>? progress, CancellationToken cancellationToken)
    {
        if (_chunks.Count == 0)
        {
            return;
        }

        int blocks = (_chunks.Length + SplitBlock - 1) / SplitBlock;
        InParallel(_chunks.Count * blocks, (piece, _) => Split(piece, blocks));

        _bits.Span(_chunks.Count * _bitsPerChunk).Clear();
        int pointsPerSet = 2 * _chunks.Length * (_plan.Count / _setsPerChunk);
        int sets = _chunks.Count * _setsPerChunk;
        int group = Math.Clamp(GroupPoints / Math.Max(1, pointsPerSet), 1, Math.Max(1, sets / threads));
        InParallel((sets + group - 1) / group, (index, workspace) =>
        {
            int first = index * group;
            int count = Math.Min(group, sets - first);
            SumSets(workspace, first, count);
            progress?.Invoke((long)count * _chunks.Length / _setsPerChunk);
        });

        int together = Math.Min(BitCombiner.BlockSize, (_chunks.Count + threads - 1) / threads);
        InParallel((_chunks.Count + together - 1) / together, (index, workspace) =>
        {
            int first = index * together;
            G1Affine* bits = _bits.Pointer + ((long)first * _bitsPerChunk);
            workspace.Combiner.Combine(bits, _bitsPerChunk, Math.Min(together, _chunks.Count - first), _sums + first);
        });
        GC.KeepAlive(_bases);
        s_unusedHalves = _halves;

        void InParallel(int pieces, Action<int, MsmWorkspace> piece) =>
            ParallelWork.For(pieces, threads, MsmWorkspace.Rent, MsmWorkspace.Return, piece, cancellationToken);
    }

    private int BucketsOf(int set) => _bases.Table is null ? _plan.Buckets(set) : _plan.MaxBuckets;

    private void Split(int piece, int blocks)
    {
        int chunk = piece / blocks;
        int start = piece % blocks * SplitBlock;
        int length = Math.Min(SplitBlock, _chunks.Length - start);
        Fr* scalars = _scalars + _chunks.ScalarStart + ((long)chunk * _chunks.ScalarStride) + start;
        G1Affine* bases = _bases.HasInfinity ? _bases.Pointer + BaseOf(chunk) + start : null;
        ScalarHalves.Split(scalars, bases, length, _plan.Bias, _halves.Pointer + (2 * (((long)chunk * _chunks.Length) + start)));
    }

    private int BaseOf(int chunk) => _chunks.BaseStart + (chunk * _chunks.BaseStride);

    private void SumSets(MsmWorkspace workspace, int first, int count)
    {
        int[] buckets = new int[count];
        nint[] results = new nint[count];
        int lists = 0;
        for (int i = 0; i < count; i++)
        {
            int window = (first + i) % _setsPerChunk;
            buckets[i] = BucketsOf(window);
            results[i] = (nint)(_bits.Pointer + ((long)((first + i) / _setsPerChunk) * _bitsPerChunk) + _plan.Shift(window));
            lists += buckets[i];
        }

        int windows = _plan.Count / _setsPerChunk;
        workspace.Lists.Clear(checked(2 * _chunks.Length * windows * count), lists);
        for (int i = 0; i < count; i++)
        {
            int chunk = (first + i) / _setsPerChunk;
            UInt128* halves = _halves.Pointer + (2L * chunk * _chunks.Length);
            workspace.Lists.AddSet(
                _plan, halves, _chunks.Length, (first + i) % _setsPerChunk, windows, _bases, BaseOf(chunk), buckets[i]);
        }

        workspace.Adder.Reset();
        workspace.Buckets.Sum(_bases.Pointer, workspace.Lists, buckets, results);
    }
}
